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
  response: { 200: UpdatedConfig, ...refusalsWith(400, 413, 415, 422, 500, 503) },
};
const deleteSchema = { tags: ['Config'], response: { 200: ConfigBody, ...refusalsWith(422, 500, 503) } };
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
    async ({ registry }) => configView(await registry.getConfig(undefined, { defaultToGlobal: true })),
  );
  app.put(
    '/config',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'updateGlobalConfig', summary: 'Change the global config', ...updateSchema },
    },
    async ({ body, registry }) => updatedConfigView(await registry.updateConfig(undefined, body)),
  );
  app.delete(
    '/config',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: { operationId: 'deleteGlobalConfig', summary: 'Reset the global config', ...deleteSchema },
    },
    async ({ registry }) => configView(await registry.deleteConfig(undefined)),
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
    async ({ params, query, registry }) => {
      const options = { defaultToGlobal: query.defaultToGlobal ?? false };
      return configView(await registry.getConfig(params.subject, options));
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
    async ({ params, body, registry }) =>
      updatedConfigView(await registry.updateConfig(params.subject, body)),
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
    async ({ params, registry }) => configView(await registry.deleteConfig(params.subject)),
  );
  done();
};
