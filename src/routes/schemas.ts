import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { flag, page, pageSize, refusalsWith, VersionBody } from './shapes.ts';
import { shapeFor, versionView } from './views.ts';

const mostSchemas = 1000;

/** All schemas, and the types they can have. */
export const schemaRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/schemas',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'listSchemas',
        summary: 'List schemas',
        tags: ['Schemas'],
        querystring: Type.Object({
          subjectPrefix: Type.Optional(Type.String()),
          deleted: flag('Deleted versions too'),
          latestOnly: flag('The latest version of each subject alone'),
          ruleType: Type.Optional(Type.String({ description: 'Only schemas with a rule of this type' })),
          ...page,
        }),
        response: { 200: Type.Array(VersionBody), ...refusalsWith(500, 503) },
      },
    },
    async (request) => {
      const {
        subjectPrefix = '',
        deleted = false,
        latestOnly = false,
        ruleType,
        offset = 0,
        limit,
      } = request.query;
      const found = await request.registry.listSchemas({
        prefix: subjectPrefix,
        deleted,
        latestOnly,
        ruleType,
        offset: Math.max(offset, 0),
        limit: pageSize(limit, mostSchemas),
      });
      return found.map((version) => versionView(version, shapeFor(request)));
    },
  );

  app.get(
    '/schemas/types',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: {
        operationId: 'listSchemaTypes',
        summary: 'List the schema types served',
        tags: ['Schemas'],
        response: { 200: Type.Array(Type.String()), ...refusalsWith(500) },
      },
    },
    ({ registry }) => registry.schemaTypes(),
  );

  done();
};
