import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { SchemaId } from '../registry/schema.ts';
import { Type } from '../typebox.ts';
import { flag, formatOption, IdParams, refusalsWith, SchemaBody } from './shapes.ts';
import { placedSchemaView, schemaView, shapeFor } from './views.ts';

const plainAspect = '';
const placedAspect = (subject = '') => `placed ${subject}`;

/** Schemas by id: what clients ask for most, so that each answer is made once. */
export const schemaByIdRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.quickSchemaAnswers({ route: '/schemas/ids/:id', aspects: [plainAspect, placedAspect()] });
  app.get(
    '/schemas/ids/:id',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'getSchemaById',
        summary: 'Read a schema by its id',
        tags: ['Schemas'],
        params: IdParams,
        querystring: Type.Object({
          subject: Type.Optional(Type.String({ description: 'Whose version to name in the newer shape' })),
          fetchMaxId: flag('Say the highest id given out'),
          ...formatOption,
        }),
        response: { 200: SchemaBody, ...refusalsWith(404, 500, 503) },
      },
    },
    (request, reply) => {
      const id = request.params.id as SchemaId;
      const { subject, fetchMaxId } = request.query;
      const placed = shapeFor(request) === 'release 8';
      const view = placed
        ? async () => placedSchemaView(await request.registry.getVersionedSchemaById(id, subject))
        : async () => schemaView(await request.registry.getSchemaById(id));
      if (fetchMaxId)
        return view().then(async (body) => ({ ...body, maxId: await request.registry.maxSchemaId() }));
      return reply.sendAboutSchema(id, placed ? placedAspect(subject) : plainAspect, async () => ({
        body: JSON.stringify(await view()),
        immutable: !placed,
      }));
    },
  );

  app.get(
    '/schemas/ids/:id/schema',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'getSchemaText',
        summary: 'Read a schema by its id, alone',
        tags: ['Schemas'],
        params: IdParams,
        querystring: Type.Object({ subject: Type.Optional(Type.String()), ...formatOption }),
        response: { 200: Type.Unknown({ description: 'The schema itself' }), ...refusalsWith(404, 500, 503) },
      },
    },
    (request, reply) => {
      const id = request.params.id as SchemaId;
      return reply.sendAboutSchema(id, 'text', async () => {
        const { text } = await request.registry.getSchemaById(id);
        return { body: text, immutable: true };
      });
    },
  );
  done();
};
