import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { refusalsWith } from './shapes.ts';

const tags = ['Admin'];
const day = 86_400;
const time = (description: string) => Type.String({ description: `${description}, RFC 3339` });
const about = {
  id: Type.String({ description: 'Names the key; not secret' }),
  name: Type.String(),
  grants: Type.Array(Type.String({ description: 'Role, and after a colon a prefix of subjects' })),
  state: Type.String({ description: 'active, expired or revoked' }),
  createdAt: time('When it was made'),
  expiresAt: Type.Optional(time('When it ends')),
  revokedAt: Type.Optional(time('When it was revoked')),
  lastUsedAt: Type.Optional(time('When it was last used, up to a minute late')),
  previousUntil: Type.Optional(time('Until when the secret before the last rotation is good')),
};
const Key = Type.Object(about);
const ShownKey = Type.Object({
  ...about,
  key: Type.String({ description: 'The key itself, which can not be shown again' }),
});
const KeyParams = Type.Object({ id: Type.String({ description: 'Id of the key' }) });
// A misspelt `expiresAt` must not make a key that never ends.
const strict = { additionalProperties: false } as const;
const expiresAt = Type.Optional(
  Type.String({ format: 'date-time', description: 'When it ends, RFC 3339; never unless given' }),
);

/** API keys: make, list, rotate and revoke them. */
export const keyRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const { keys } = app;
  app.post(
    '/admin/keys',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'createKey',
        summary: 'Make an API key, and show it once',
        tags,
        body: Type.Object(
          {
            name: Type.String({ description: 'For people' }),
            grants: Type.Array(
              Type.String({
                description: 'reader, writer, admin or metrics, and after a colon a prefix of subjects',
              }),
            ),
            expiresAt,
          },
          strict,
        ),
        response: { 200: ShownKey, ...refusalsWith(400, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return keys.create(request, request.body);
    },
  );
  app.get(
    '/admin/keys',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'listKeys',
        summary: 'List API keys, the oldest first, revoked ones included',
        tags,
        response: { 200: Type.Object({ keys: Type.Array(Key) }), ...refusalsWith(500, 503) },
      },
    },
    async () => ({ keys: await keys.list() }),
  );
  app.delete(
    '/admin/keys/:id',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'revokeKey',
        summary: 'Revoke an API key',
        tags,
        params: KeyParams,
        response: { 200: Key, ...refusalsWith(404, 500, 503) },
      },
    },
    (request) => keys.revoke(request, request.params.id),
  );
  app.post(
    '/admin/keys/:id/rotate',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'rotateKey',
        summary: 'Give an API key another secret, and show it once',
        tags,
        params: KeyParams,
        body: Type.Object(
          {
            overlapSeconds: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: 31_536_000,
                description: 'How long the secret so far stays good; a day unless given',
              }),
            ),
            expiresAt,
          },
          strict,
        ),
        response: { 200: ShownKey, ...refusalsWith(400, 404, 409, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      const { overlapSeconds = day, ...options } = request.body;
      reply.header('cache-control', 'no-store');
      return keys.rotate(request, request.params.id, { overlapSeconds, ...options });
    },
  );
  done();
};
