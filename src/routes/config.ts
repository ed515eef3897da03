import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { ConfigBody, ConfigUpdate, configView, UpdatedConfig, updatedConfigView } from './config-shapes.ts';
import { flag, refusalsWith, SubjectParams } from './shapes.ts';

const querystring = Type.Object({
  defaultToGlobal: flag('Answer the global config when the subject has none of its own'),
});
const readSchema = {
  tags: ['Config'],
  querystring,
  response: { 200: ConfigBody, ...refusalsWith(500, 503) },
};
const updateSchema = {
  tags: ['Config'],
  body: ConfigUpdate,
  response: { 200: UpdatedConfig, ...refusalsWith(400, 412, 413, 415, 422, 500, 503) },
};
const deleteSchema = { tags: ['Config'], response: { 200: ConfigBody, ...refusalsWith(412, 422, 500, 503) } };
/** A subject can lack what the whole registry always has. */
const ofSubject = <Responses extends object>(response: Responses) => ({ ...response, ...refusalsWith(404) });

/** Config, global and per subject: read, merge into, remove. */
export const configRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/config',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: { operationId: 'getGlobalConfig', summary: 'Read the global config', ...readSchema },
    },
    ({ registry }, reply) =>
      reply.sendKept(async () => {
        const config = reply.describes(await registry.getConfig(undefined, { defaultToGlobal: true }));
        return { response: await reply.represent(configView(config)), madeFrom: [] };
      }),
  );
  app.put(
    '/config',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'updateGlobalConfig', summary: 'Change the global config', ...updateSchema },
    },
    async (request) =>
      updatedConfigView(
        await request.registry.updateConfig(undefined, request.body, { expects: request.expectation() }),
      ),
  );
  app.delete(
    '/config',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'deleteGlobalConfig', summary: 'Reset the global config', ...deleteSchema },
    },
    async (request) =>
      configView(await request.registry.deleteConfig(undefined, { expects: request.expectation() })),
  );

  const params = SubjectParams;
  app.get(
    '/config/:subject',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'getSubjectConfig',
        summary: "Read a subject's config",
        params,
        ...readSchema,
        response: ofSubject(readSchema.response),
      },
    },
    ({ params, query, registry }, reply) => {
      const options = { defaultToGlobal: query.defaultToGlobal ?? false };
      return reply.sendKept(async () => {
        const config = reply.describes(await registry.getConfig(params.subject, options));
        return { response: await reply.represent(configView(config)), madeFrom: [params.subject] };
      });
    },
  );
  app.put(
    '/config/:subject',
    {
      config: { access: { action: 'admin', subject: 'path' } },
      schema: {
        operationId: 'updateSubjectConfig',
        summary: "Change a subject's config",
        params,
        ...updateSchema,
      },
    },
    async (request) =>
      updatedConfigView(
        await request.registry.updateConfig(request.params.subject, request.body, {
          expects: request.expectation(),
        }),
      ),
  );
  app.delete(
    '/config/:subject',
    {
      config: { access: { action: 'admin', subject: 'path' } },
      schema: {
        operationId: 'deleteSubjectConfig',
        summary: "Remove a subject's config",
        params,
        ...deleteSchema,
        response: ofSubject(deleteSchema.response),
      },
    },
    async (request) =>
      configView(
        await request.registry.deleteConfig(request.params.subject, { expects: request.expectation() }),
      ),
  );
  done();
};
