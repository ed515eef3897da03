import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { CompatibilityCheck } from '../registry/check-compatibility.ts';
import { parseVersion } from '../registry/version-id.ts';
import { Type } from '../typebox.ts';
import { flag, refusalsWith, SchemaRequest, SubjectParams, VersionParams } from './shapes.ts';

const querystring = Type.Object({
  normalize: flag('Compare in normalized form'),
  verbose: flag('Say why'),
});
const response = {
  200: Type.Object({
    is_compatible: Type.Boolean(),
    messages: Type.Optional(Type.Array(Type.String(), { description: 'Why not; with verbose alone' })),
  }),
  ...refusalsWith(400, 413, 415, 422, 500, 503),
};

/** Would a schema be accepted? Asks without registering. */
export const compatibilityRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/compatibility/subjects/:subject/versions/:version',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'checkAgainstVersion',
        summary: 'Check a schema against one version',
        tags: ['Compatibility'],
        params: VersionParams,
        querystring,
        body: SchemaRequest,
        response: { ...response, ...refusalsWith(404) },
      },
    },
    async ({ params, query, body, registry, abandoned: signal }) => {
      const against = parseVersion(params.version);
      const check = await registry.checkCompatibility(params.subject, body, against, {
        ...optionsOf(query),
        signal,
      });
      return checkView(check, query.verbose);
    },
  );

  app.post(
    '/compatibility/subjects/:subject/versions',
    {
      config: { access: { action: 'read', subject: 'path' } },
      schema: {
        operationId: 'checkAgainstSubject',
        summary: 'Check a schema as registering it would',
        tags: ['Compatibility'],
        params: SubjectParams,
        querystring,
        body: SchemaRequest,
        response,
      },
    },
    async ({ params, query, body, registry, abandoned: signal }) => {
      const options = { ...optionsOf(query), signal };
      const check = await registry.checkCompatibility(params.subject, body, 'as registration', options);
      return checkView(check, query.verbose);
    },
  );
  done();
};

function optionsOf({ normalize = false, verbose = false }: { normalize?: boolean; verbose?: boolean }) {
  return { normalize, verbose };
}

function checkView({ compatible, messages }: CompatibilityCheck, verbose = false) {
  return { is_compatible: compatible, ...(verbose && { messages: [...messages] }) };
}
