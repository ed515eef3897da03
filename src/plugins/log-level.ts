import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type LogLevel, logLevels } from '../config.ts';
import { requesterOf } from './audit/requester.ts';
import { HttpError } from './http-error.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly logLevel: {
      current(): string;
      /** From now on, until the service ends. Recorded in the audit log. @throws HttpError 422 for no level */
      change(request: FastifyRequest, level: string): void;
    };
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.decorate('logLevel', {
    current: () => app.log.level,
    change(request, level) {
      if (!isLevel(level)) throw new HttpError(422, `A level is one of ${logLevels.join(', ')}`);
      const before = app.log.level;
      app.log.level = level;
      const details = { before, after: level };
      app.audit.record({ event: 'log.level.changed', outcome: 'success', ...requesterOf(request), details });
    },
  });
  done();
};

/** How much is logged, while the service runs. */
export const logLevel = fastifyPlugin(plugin, { name: 'log-level', dependencies: ['audit'] });

function isLevel(level: string): level is LogLevel {
  return logLevels.some((known) => known === level);
}
