import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { page, refusalsWith } from './shapes.ts';

const Empty = Type.Object({});
const tags = ['Server'];

export interface ServerInfo {
  readonly version: string;
}

/** What clients ask a server about itself: a sign of life, its contexts, its version. */
export const serverInfoRoutes: FastifyPluginCallbackTypebox<ServerInfo> = (app, info, done) => {
  app.get(
    '/',
    {
      config: { access: { action: 'public' } },
      schema: { operationId: 'root', summary: 'Answer with an empty object', tags, response: { 200: Empty } },
    },
    () => ({}),
  );
  app.post(
    '/',
    {
      config: { access: { action: 'public' } },
      schema: {
        operationId: 'postRoot',
        summary: 'Answer with an empty object',
        tags,
        response: { 200: Empty },
      },
    },
    () => ({}),
  );
  app.get(
    '/contexts',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: {
        operationId: 'listContexts',
        summary: 'List contexts; the default one is all there is',
        tags,
        querystring: Type.Object({ contextPrefix: Type.Optional(Type.String()), ...page }),
        response: { 200: Type.Array(Type.String()), ...refusalsWith(500) },
      },
    },
    ({ query }) => ('.'.startsWith(query.contextPrefix ?? '') ? ['.'] : []),
  );
  app.get(
    '/v1/metadata/id',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: {
        operationId: 'getServerId',
        summary: 'Read the scope of this registry',
        tags,
        response: {
          200: Type.Object({
            scope: Type.Object({
              path: Type.Array(Type.String()),
              clusters: Type.Record(Type.String(), Type.String()),
            }),
            id: Type.String(),
          }),
        },
      },
    },
    () => ({ scope: { path: [], clusters: { 'schema-registry-cluster': 'schemagate' } }, id: '' }),
  );
  app.get(
    '/v1/metadata/version',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: {
        operationId: 'getServerVersion',
        summary: 'Read the version of this server',
        tags,
        response: { 200: Type.Object({ version: Type.String(), commitId: Type.String() }) },
      },
    },
    () => ({ version: info.version, commitId: '' }),
  );
  app.get(
    '/v1/metadata/deployment',
    {
      config: { access: { action: 'read', subject: 'none' } },
      schema: {
        operationId: 'getDeployment',
        summary: 'Read how this server is deployed',
        tags,
        response: { 200: Type.Object({ attributes: Type.Record(Type.String(), Type.String()) }) },
      },
    },
    () => ({ attributes: {} }),
  );
  done();
};
