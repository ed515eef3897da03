import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { SchemaId } from '../registry/schema.ts';
import { Type } from '../typebox.ts';
import {
  flag,
  formatOption,
  IdParams,
  page,
  paged,
  pageSize,
  refusalsWith,
  SchemaBody,
  SubjectVersionPair,
  VersionBody,
} from './shapes.ts';
import { placedSchemaView, schemaView, shapeFor, versionView } from './views.ts';

const mostSchemas = 1000;
const GuidParams = Type.Object({ guid: Type.String({ description: 'Guid of the content' }) });
const holderQuery = Type.Object({
  subject: Type.Optional(Type.String()),
  deleted: flag('Deleted versions too'),
  ...page,
});

/** Schemas by id, by guid, and all of them. */
export const schemaRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const { registry } = app;
  app.get(
    '/schemas',
    {
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
      const found = await registry.listSchemas({
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
      schema: {
        operationId: 'listSchemaTypes',
        summary: 'List the schema types served',
        tags: ['Schemas'],
        response: { 200: Type.Array(Type.String()), ...refusalsWith(500) },
      },
    },
    () => registry.schemaTypes(),
  );

  app.get(
    '/schemas/ids/:id',
    {
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
    async (request) => {
      const id = request.params.id as SchemaId;
      const { subject, fetchMaxId } = request.query;
      const view =
        shapeFor(request) === 'release 8'
          ? placedSchemaView(await registry.getVersionedSchemaById(id, subject))
          : schemaView(await registry.getSchemaById(id));
      return fetchMaxId ? { ...view, maxId: await registry.maxSchemaId() } : view;
    },
  );

  app.get(
    '/schemas/ids/:id/schema',
    {
      schema: {
        operationId: 'getSchemaText',
        summary: 'Read a schema by its id, alone',
        tags: ['Schemas'],
        params: IdParams,
        querystring: Type.Object({ subject: Type.Optional(Type.String()), ...formatOption }),
        response: { 200: Type.String({ description: 'The schema itself' }), ...refusalsWith(404, 500, 503) },
      },
      serializerCompiler: () => String,
    },
    async ({ params }) => (await registry.getSchemaById(params.id as SchemaId)).text,
  );

  app.get(
    '/schemas/ids/:id/subjects',
    {
      schema: {
        operationId: 'listSubjectsOfSchema',
        summary: 'List the subjects that hold a schema',
        tags: ['Schemas'],
        params: IdParams,
        querystring: holderQuery,
        response: { 200: Type.Array(Type.String()), ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params, query }) => {
      const { subject, deleted = false } = query;
      const holders = await registry.getHoldersOfSchema(params.id as SchemaId, { subject, deleted });
      return paged(holders, query).map(({ subject }) => subject);
    },
  );

  app.get(
    '/schemas/ids/:id/versions',
    {
      schema: {
        operationId: 'listVersionsOfSchema',
        summary: 'List the versions that hold a schema, one a subject',
        tags: ['Schemas'],
        params: IdParams,
        querystring: holderQuery,
        response: { 200: Type.Array(SubjectVersionPair), ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params, query }) => {
      const { subject, deleted = false } = query;
      const holders = await registry.getHoldersOfSchema(params.id as SchemaId, { subject, deleted });
      return paged(holders, query).map(({ subject, version }) => ({ subject, version }));
    },
  );

  app.get(
    '/schemas/guids/:guid',
    {
      schema: {
        operationId: 'getSchemaByGuid',
        summary: 'Read a schema by the guid of its content',
        tags: ['Schemas'],
        params: GuidParams,
        querystring: Type.Object(formatOption),
        response: { 200: SchemaBody, ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ params }) => {
      const schema = await registry.getSchemaByGuid(params.guid);
      return { ...schemaView(schema), guid: schema.guid };
    },
  );

  app.get(
    '/schemas/guids/:guid/ids',
    {
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
    async ({ params }) => (await registry.getIdsOfGuid(params.guid)).map((id) => ({ context: '.', id })),
  );
  done();
};
