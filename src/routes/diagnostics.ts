import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../typebox.ts';
import { refusalsWith } from './shapes.ts';

const tags = ['Admin'];
const config = { access: { action: 'admin', subject: 'none' } } as const;
const Level = Type.Object({
  level: Type.String({ description: 'trace, debug, info, warn, error, fatal or silent' }),
});
const Group = Type.Object({
  fingerprint: Type.String({ description: 'The same for the same kind at the same place' }),
  category: Type.String(),
  code: Type.Integer({ description: 'As `error_code` in answers' }),
  name: Type.String({ description: 'Class of the error' }),
  route: Type.String(),
  frame: Type.Optional(Type.String({ description: 'Where a fault of the service came up' })),
  count: Type.Integer(),
  firstSeen: Type.String({ description: 'RFC 3339' }),
  lastSeen: Type.String({ description: 'RFC 3339' }),
  requestId: Type.String({ description: 'The last of its requests, as in the log' }),
});
const Profile = Type.Object({
  file: Type.String({ description: 'Where it is on the server' }),
  bytes: Type.Integer(),
});
const Duration = Type.Object({
  seconds: Type.Integer({ minimum: 0, maximum: 60, default: 10, description: 'How long to watch' }),
});

/** What helps to find out what the service is doing: log level, errors, profiles. */
export const diagnosticsRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/admin/log-level',
    {
      config,
      schema: { operationId: 'getLogLevel', summary: 'How much is logged', tags, response: { 200: Level } },
    },
    async () => ({ level: app.logLevel.current() }),
  );
  app.put(
    '/admin/log-level',
    {
      config,
      schema: {
        operationId: 'setLogLevel',
        summary: 'Log more or less, until the service ends',
        tags,
        body: Level,
        response: { 200: Level, ...refusalsWith(400, 422) },
      },
    },
    async (request) => {
      app.logLevel.change(request, request.body.level);
      return { level: app.logLevel.current() };
    },
  );
  app.get(
    '/admin/errors',
    {
      config,
      schema: {
        operationId: 'listErrors',
        summary: 'Which errors this process answered, the newest first',
        tags,
        response: { 200: Type.Object({ errors: Type.Array(Group) }) },
      },
    },
    async () => ({ errors: [...app.errorGroups.list()] }),
  );
  app.delete(
    '/admin/errors',
    {
      config,
      schema: {
        operationId: 'clearErrors',
        summary: 'Forget the errors so far',
        tags,
        response: { 200: Type.Object({ cleared: Type.Integer() }) },
      },
    },
    async (request) => ({ cleared: app.forgetErrors(request) }),
  );
  for (const kind of ['cpu', 'heap'] as const) {
    app.post(
      `/admin/profiles/${kind}`,
      {
        config,
        schema: {
          operationId: kind === 'cpu' ? 'profileCpu' : 'profileHeap',
          summary: kind === 'cpu' ? 'Find out where time goes' : 'Find out what takes memory',
          tags,
          querystring: Duration,
          response: { 200: Profile, ...refusalsWith(404, 409, 500) },
        },
      },
      async (request, reply) => {
        // It may take longer than a connection may be silent: whoever listens to that keeps it open.
        reply.raw.on('timeout', () => undefined);
        return app.profiles.take(request, kind, request.query.seconds);
      },
    );
  }
  done();
};
