import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';

const tags = ['Health'];
const config = { access: { action: 'public' }, plainJson: true } as const;

const Report = Type.Object({
  status: Type.String({ description: 'ok, starting, stopping, or store-unavailable' }),
  version: Type.String(),
  uptimeSeconds: Type.Integer(),
  components: Type.Object({
    store: Type.Object({ status: Type.String({ description: 'up or down' }) }),
    database: Type.Optional(
      Type.Object({
        breaker: Type.String({ description: 'closed, open, or half-open' }),
        feed: Type.String({
          description: 'listening or lost: whether changes by other replicas are heard of',
        }),
        connections: Type.Integer(),
        idleConnections: Type.Integer(),
        waitingCalls: Type.Integer(),
      }),
    ),
    disk: Type.Optional(
      Type.Object({
        status: Type.String({ description: 'ok, or low: somebody has to make room' }),
        freeShare: Type.Number({ description: 'Of the fullest disk that something is kept on, 0 to 1' }),
      }),
    ),
    outbound: Type.Optional(
      Type.Object({
        hosts: Type.Integer({ description: 'Other servers called so far' }),
        unavailable: Type.Integer({ description: 'Those whose circuit breaker is not closed' }),
      }),
    ),
    eventLoop: Type.Object({
      status: Type.String({ description: 'ok or overloaded' }),
      delayMs: Type.Number({ description: 'Mean delay over the last second' }),
      utilization: Type.Number({ description: 'Share of the last second, 0 to 1' }),
    }),
    memory: Type.Object({ rssBytes: Type.Integer(), heapUsedBytes: Type.Integer() }),
  }),
});

const Status = Type.Object({ status: Type.String() });

/** Health for people and for orchestrators. */
export const healthRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.addHook('onRequest', (_request, reply, next) => {
    reply.header('cache-control', 'no-store');
    next();
  });
  app.get(
    '/health',
    {
      config,
      schema: {
        operationId: 'health',
        summary: 'Read how each component does; 503 when requests are not served',
        tags,
        response: { 200: Report, 503: Report },
      },
    },
    async (_request, reply) => {
      const report = await app.health.report();
      return reply.code(report.status === 'ok' ? 200 : 503).send(report);
    },
  );
  app.get(
    '/health/live',
    {
      config,
      schema: {
        operationId: 'live',
        summary: 'Answer 200 as long as the process works, whatever the state of the store',
        tags,
        response: { 200: Status },
      },
    },
    () => ({ status: 'ok' }),
  );
  app.get(
    '/health/ready',
    {
      config,
      schema: {
        operationId: 'ready',
        summary: 'Answer 200 when requests are served, else 503',
        tags,
        response: { 200: Status, 503: Status },
      },
    },
    async (_request, reply) => {
      const obstacle = await app.health.unready();
      return reply.code(obstacle === undefined ? 200 : 503).send({ status: obstacle ?? 'ok' });
    },
  );
  done();
};
