import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { flag, refusalsWith, SubjectParams } from './shapes.ts';

const ModeBody = Type.Object({
  mode: Type.String({ description: 'READWRITE, READONLY or READONLY_OVERRIDE' }),
});
const readSchema = {
  tags: ['Mode'],
  querystring: Type.Object({
    defaultToGlobal: flag('Answer the global mode when the subject has none of its own'),
  }),
  response: { 200: ModeBody, ...refusalsWith(500, 503) },
};
const updateSchema = {
  tags: ['Mode'],
  querystring: Type.Object({ force: flag('Accepted; matters for mode IMPORT alone') }),
  body: ModeBody,
  response: { 200: ModeBody, ...refusalsWith(400, 412, 413, 415, 422, 500, 503) },
};
const deleteSchema = {
  tags: ['Mode'],
  querystring: Type.Object({ recursive: flag('With the global mode, those of all subjects too') }),
  response: { 200: ModeBody, ...refusalsWith(412, 500, 503) },
};
/** A subject can lack what the whole registry always has. */
const ofSubject = { 200: ModeBody, ...refusalsWith(404, 412, 500, 503) };

/** Mode, global and per subject: read, set, remove. */
export const modeRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/mode',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: { operationId: 'getGlobalMode', summary: 'Read the global mode', ...readSchema },
    },
    ({ registry }, reply) =>
      reply.sendKept(async () => {
        const mode = reply.describes(await registry.getMode(undefined, { defaultToGlobal: true }));
        return { response: await reply.represent({ mode }), madeFrom: [] };
      }),
  );
  app.put(
    '/mode',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'updateGlobalMode', summary: 'Set the global mode', ...updateSchema },
    },
    async (request) => ({
      mode: await request.registry.updateMode(undefined, request.body.mode, {
        expects: request.expectation(),
      }),
    }),
  );
  app.delete(
    '/mode',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'deleteGlobalMode', summary: 'Reset the global mode', ...deleteSchema },
    },
    async (request) => ({
      mode: await request.registry.deleteMode(undefined, {
        recursive: request.query.recursive ?? false,
        expects: request.expectation(),
      }),
    }),
  );

  const params = SubjectParams;
  app.get(
    '/mode/:subject',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: { operationId: 'getSubjectMode', summary: "Read a subject's mode", params, ...readSchema },
    },
    ({ params, query, registry }, reply) =>
      reply.sendKept(async () => {
        const options = { defaultToGlobal: query.defaultToGlobal ?? false };
        const mode = reply.describes(await registry.getMode(params.subject, options));
        return { response: await reply.represent({ mode }), madeFrom: [params.subject] };
      }),
  );
  app.put(
    '/mode/:subject',
    {
      config: { access: { action: 'admin', subject: 'path' } },
      schema: { operationId: 'updateSubjectMode', summary: "Set a subject's mode", params, ...updateSchema },
    },
    async (request) => ({
      mode: await request.registry.updateMode(request.params.subject, request.body.mode, {
        expects: request.expectation(),
      }),
    }),
  );
  app.delete(
    '/mode/:subject',
    {
      config: { access: { action: 'admin', subject: 'path' } },
      schema: {
        operationId: 'deleteSubjectMode',
        summary: "Remove a subject's mode",
        params,
        ...deleteSchema,
        response: ofSubject,
      },
    },
    async (request) => ({
      mode: await request.registry.deleteMode(request.params.subject, {
        recursive: request.query.recursive ?? false,
        expects: request.expectation(),
      }),
    }),
  );
  done();
};
