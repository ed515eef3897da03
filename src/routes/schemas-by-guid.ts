import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { formatOption, refusalsWith, SchemaBody } from './shapes.ts';
import { schemaView } from './views.ts';

const GuidParams = Type.Object({ guid: Type.String({ description: 'Guid of the content' }) });

/** Schemas by the guid of their content, which is the same in every registry. */
export const schemaByGuidRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/schemas/guids/:guid',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'getSchemaByGuid',
        summary: 'Read a schema by the guid of its content',
        tags: ['Schemas'],
        params: GuidParams,
        querystring: Type.Object(formatOption),
        response: { 200: SchemaBody, ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params, registry }) => {
      const schema = await registry.getSchemaByGuid(params.guid);
      return { ...schemaView(schema), guid: schema.guid };
    },
  );

  app.get(
    '/schemas/guids/:guid/ids',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'listIdsOfGuid',
        summary: 'List the ids of the content with a guid, by context',
        tags: ['Schemas'],
        params: GuidParams,
        response: {
          200: Type.Array(Type.Object({ context: Type.String(), id: Type.Integer() })),
          ...refusalsWith(404, 500, 503),
        },
      },
    },
    async ({ params, registry }) =>
      (await registry.getIdsOfGuid(params.guid)).map((id) => ({ context: '.', id })),
  );
  done();
};
