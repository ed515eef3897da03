import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { sendVersion } from './send-version.ts';
import {
  flag,
  formatOption,
  page,
  paged,
  refusalsWith,
  SchemaRequest,
  SubjectParams,
  VersionBody,
} from './shapes.ts';
import { foundView, shapeFor } from './views.ts';

/** Subjects: list, look a schema up in one, find by metadata, delete. */
export const subjectRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/subjects',
    {
      config: { access: { action: 'read', subject: 'listed' } },
      schema: {
        operationId: 'listSubjects',
        summary: 'List subjects',
        tags: ['Subjects'],
        querystring: Type.Object({
          subjectPrefix: Type.Optional(Type.String()),
          deleted: flag('Deleted subjects too'),
          deletedOnly: flag('Deleted subjects alone'),
          ...page,
        }),
        response: { 200: Type.Array(Type.String()), ...refusalsWith(500, 503) },
      },
    },
    ({ query, registry }, reply) => {
      const { subjectPrefix = '', deleted, deletedOnly } = query;
      return reply.sendKept(async () => {
        const subjects = await registry.listSubjects({
          prefix: subjectPrefix,
          deleted: deletedChoice(deleted, deletedOnly),
        });
        return { response: await reply.represent(paged(subjects, query)), madeFrom: 'subject list' };
      });
    },
  );

  app.quickLane?.addQuestions((url) => plainSubject.test(url));
  app.post(
    '/subjects/:subject',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'lookupSchema',
        summary: 'Find the version of a subject that holds a schema',
        tags: ['Subjects'],
        params: SubjectParams,
        querystring: Type.Object({
          normalize: flag('Compare in normalized form'),
          deleted: flag('Look among deleted versions too'),
          ...formatOption,
        }),
        body: SchemaRequest,
        response: { 200: VersionBody, ...refusalsWith(400, 404, 413, 415, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      const { params, query, body } = request;
      const { normalize = false, deleted = false } = query;
      const options = { normalize, deleted, signal: request.abandoned };
      const shape = shapeFor(request);
      return reply.sendKept(async () => {
        const found = await request.registry.lookupSchema(params.subject, body, options);
        const response = await reply.aboutSchema(
          found.id,
          `found ${shape} ${found.version} ${found.subject}`,
          async () => ({ body: JSON.stringify(foundView(found, shape)), immutable: false }),
        );
        // What the references of the request lead to is known to the use case alone.
        const refers = (body.references ?? []).length > 0;
        return { response, madeFrom: refers ? 'anything' : [params.subject, found.subject] };
      });
    },
  );

  app.get(
    '/subjects/:subject/metadata',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'getLatestWithMetadata',
        summary: 'Read the newest version that has these metadata properties',
        tags: ['Subjects'],
        params: SubjectParams,
        querystring: Type.Object({
          key: Type.Optional(Type.Array(Type.String())),
          value: Type.Optional(Type.Array(Type.String())),
          deleted: flag('Deleted versions too'),
          ...formatOption,
        }),
        response: { 200: VersionBody, ...refusalsWith(404, 500, 503) },
      },
    },
    async (request, reply) => {
      const { key = [], value = [], deleted = false } = request.query;
      const properties = key.slice(0, value.length).map((name, index) => [name, value[index] ?? ''] as const);
      const { subject } = request.params;
      return sendVersion(request, reply, subject, () =>
        request.registry.getLatestWithMetadata(subject, properties, { deleted }),
      );
    },
  );

  app.delete(
    '/subjects/:subject',
    {
      config: { access: { action: 'write', subject: 'path', permanent: 'admin' } },
      schema: {
        operationId: 'deleteSubject',
        summary: 'Delete a subject',
        tags: ['Subjects'],
        params: SubjectParams,
        querystring: Type.Object({ permanent: flag('For good; it must be deleted already') }),
        response: {
          200: Type.Array(Type.Integer(), { description: 'The versions deleted' }),
          ...refusalsWith(404, 422, 500, 503),
        },
      },
    },
    async ({ params, query, registry }) => [
      ...(await registry.deleteSubject(params.subject, { permanent: query.permanent ?? false })),
    ],
  );
  done();
};

/** A subject by a name that needs no decoding, and no query. */
const plainSubject = /^\/subjects\/[\w.~-]{1,200}$/;

/** What `deleted` and `deletedOnly` mean together. */
export function deletedChoice(deleted = false, deletedOnly = false): 'exclude' | 'include' | 'only' {
  if (deletedOnly) return 'only';
  return deleted ? 'include' : 'exclude';
}
