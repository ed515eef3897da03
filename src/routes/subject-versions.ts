import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { parseVersion } from '../registry/version-id.ts';
import { Type } from '../typebox.ts';
import { sendVersion } from './send-version.ts';
import {
  flag,
  formatOption,
  page,
  paged,
  refusalsWith,
  SchemaBody,
  SchemaRequest,
  SubjectParams,
  VersionBody,
  VersionParams,
} from './shapes.ts';
import { deletedChoice } from './subjects.ts';
import { registeredView, shapeFor } from './views.ts';

const mostReferrers = 1000;

/** Versions of a subject: register, list, read, find referrers, delete. */
export const subjectVersionRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/subjects/:subject/versions',
    {
      config: { access: { action: 'write', subject: 'path' } },
      schema: {
        operationId: 'registerSchema',
        summary: 'Register a schema',
        tags: ['Versions'],
        params: SubjectParams,
        querystring: Type.Object({ normalize: flag('Store it in normalized form'), ...formatOption }),
        body: SchemaRequest,
        response: {
          200: Type.Composite([Type.Object({ id: Type.Integer() }), Type.Partial(SchemaBody)]),
          ...refusalsWith(400, 409, 413, 415, 422, 500, 503),
        },
      },
    },
    async (request) => {
      const { params, query, body } = request;
      const options = { normalize: query.normalize ?? false, signal: request.abandoned };
      const registered = await request.registry.registerSchema(params.subject, body, options);
      return registeredView(registered, shapeFor(request));
    },
  );

  app.get(
    '/subjects/:subject/versions',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'listVersions',
        summary: 'List the versions of a subject',
        tags: ['Versions'],
        params: SubjectParams,
        querystring: Type.Object({
          deleted: flag('Deleted versions too'),
          deletedOnly: flag('Deleted versions alone'),
          deletedAsNegative: flag('Deleted versions too, as negative numbers'),
          ...page,
        }),
        response: { 200: Type.Array(Type.Integer()), ...refusalsWith(404, 500, 503) },
      },
    },
    ({ params, query, registry }, reply) => {
      const { deleted = false, deletedOnly, deletedAsNegative = false } = query;
      const choice = deletedChoice(deleted || deletedAsNegative, deletedOnly);
      return reply.sendKept(async () => {
        const versions = await registry.listVersions(params.subject, choice);
        const view = paged(versions, query).map(({ version, deleted }) =>
          deleted && deletedAsNegative ? 0 - version : version,
        );
        const subjects = versions.slice(0, 1).map(({ subject }) => subject);
        return { response: await reply.represent(view), madeFrom: [params.subject, ...subjects] };
      });
    },
  );

  app.get(
    '/subjects/:subject/versions/:version',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'getVersion',
        summary: 'Read a version',
        tags: ['Versions'],
        params: VersionParams,
        querystring: Type.Object({ deleted: flag('Also when it is deleted'), ...formatOption }),
        response: { 200: VersionBody, ...refusalsWith(404, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const options = { deleted: query.deleted ?? false };
      const version = parseVersion(params.version);
      return sendVersion(request, reply, params.subject, () =>
        request.registry.getVersion(params.subject, version, options),
      );
    },
  );

  app.get(
    '/subjects/:subject/versions/:version/schema',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'getVersionText',
        summary: 'Read the schema of a version, alone',
        tags: ['Versions'],
        params: VersionParams,
        querystring: Type.Object({ deleted: flag('Also when it is deleted'), ...formatOption }),
        response: {
          200: Type.Unknown({ description: 'The schema itself' }),
          ...refusalsWith(404, 422, 500, 503),
        },
      },
    },
    async ({ params, query, registry }, reply) => {
      const options = { deleted: query.deleted ?? false };
      const found = await registry.getVersion(params.subject, parseVersion(params.version), options);
      // Sent as it stands: it is JSON already.
      return reply.type('application/json').send(found.schema.text);
    },
  );

  app.get(
    '/subjects/:subject/versions/:version/referencedby',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'getReferencedBy',
        summary: 'List the ids of schemas that refer to a version',
        tags: ['Versions'],
        params: VersionParams,
        querystring: Type.Object({ deleted: flag('Deleted referrers too'), ...page }),
        response: { 200: Type.Array(Type.Integer()), ...refusalsWith(404, 422, 500, 503) },
      },
    },
    async ({ params, query, registry }) => {
      const options = { deleted: query.deleted ?? false };
      const ids = await registry.getReferrers(params.subject, parseVersion(params.version), options);
      return [...paged(ids, query, mostReferrers)];
    },
  );

  app.delete(
    '/subjects/:subject/versions/:version',
    {
      config: { access: { action: 'write', subject: 'path', permanent: 'admin' } },
      schema: {
        operationId: 'deleteVersion',
        summary: 'Delete a version',
        tags: ['Versions'],
        params: VersionParams,
        querystring: Type.Object({ permanent: flag('For good; it must be deleted already') }),
        response: {
          200: Type.Integer({ description: 'The version deleted' }),
          ...refusalsWith(404, 422, 500, 503),
        },
      },
    },
    async ({ params, query, registry }) => {
      const options = { permanent: query.permanent ?? false };
      return await registry.deleteVersion(params.subject, parseVersion(params.version), options);
    },
  );
  done();
};
