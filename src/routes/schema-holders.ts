import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { SchemaId } from '../registry/schema.ts';
import { Type } from '../typebox.ts';
import { flag, IdParams, page, paged, refusalsWith, SubjectVersionPair } from './shapes.ts';

const holderQuery = Type.Object({
  subject: Type.Optional(Type.String()),
  deleted: flag('Deleted versions too'),
  ...page,
});

/** Where a schema stands: the subjects and versions that hold it. */
export const schemaHolderRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/schemas/ids/:id/subjects',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'listSubjectsOfSchema',
        summary: 'List the subjects that hold a schema',
        tags: ['Schemas'],
        params: IdParams,
        querystring: holderQuery,
        response: { 200: Type.Array(Type.String()), ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params, query, registry }) => {
      const { subject, deleted = false } = query;
      const holders = await registry.getHoldersOfSchema(params.id as SchemaId, { subject, deleted });
      return paged(holders, query).map(({ subject }) => subject);
    },
  );

  app.get(
    '/schemas/ids/:id/versions',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'listVersionsOfSchema',
        summary: 'List the versions that hold a schema, one a subject',
        tags: ['Schemas'],
        params: IdParams,
        querystring: holderQuery,
        response: { 200: Type.Array(SubjectVersionPair), ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params, query, registry }) => {
      const { subject, deleted = false } = query;
      const holders = await registry.getHoldersOfSchema(params.id as SchemaId, { subject, deleted });
      return paged(holders, query).map(({ subject, version }) => ({ subject, version }));
    },
  );

  done();
};
