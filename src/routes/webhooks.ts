import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { refusalsWith } from './shapes.ts';

const tags = ['Admin'];
const Letter = Type.Object({
  id: Type.Integer({ description: 'Names it; later ones have higher ids' }),
  endpoint: Type.String({ description: 'Name of the endpoint that was not told' }),
  attempts: Type.Integer(),
  deadAt: Type.String({ description: 'When it was given up, RFC 3339' }),
  error: Type.String({ description: 'What the last attempt met' }),
  event: Type.Object({}, { additionalProperties: true, description: 'The CloudEvent' }),
});
const most = 1000;

/** Events that webhooks could not deliver: list them, have one delivered again. */
export const webhookRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/admin/webhooks/dead-letters',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'listDeadLetters',
        summary: 'List events that were given up, the oldest first',
        tags,
        querystring: Type.Object({
          after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only those with a higher id' })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: most, description: 'Default 100' })),
        }),
        response: { 200: Type.Object({ deadLetters: Type.Array(Letter) }), ...refusalsWith(404, 500, 503) },
      },
    },
    async ({ query: { after = 0, limit = 100 } }) => ({
      deadLetters: (await app.webhooks.deadLetters(after, limit)).map(
        ({ id, endpoint, attempts, deadAt, error, event }) => ({
          id,
          endpoint,
          attempts,
          deadAt: deadAt.toISOString(),
          error,
          event: JSON.parse(event) as Record<string, unknown>,
        }),
      ),
    }),
  );
  app.post(
    '/admin/webhooks/dead-letters/:id/replay',
    {
      config: { access: { action: 'admin', subject: 'none' } },
      schema: {
        operationId: 'replayDeadLetter',
        summary: 'Have an event that was given up delivered again',
        tags,
        params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
        response: { 204: Type.Null(), ...refusalsWith(404, 500, 503) },
      },
    },
    async (request, reply) => {
      await app.webhooks.replay(request.params.id, request);
      return reply.code(204).send(null);
    },
  );
  done();
};
