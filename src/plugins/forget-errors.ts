import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { requesterOf } from './audit/requester.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Forgets the error groups so far, and says how many there were. Recorded in the audit log. */
    forgetErrors(request: FastifyRequest): number;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.decorate('forgetErrors', (request) => {
    const groups = app.errorGroups.clear();
    const details = { groups };
    // As elsewhere, what changes nothing is not recorded.
    if (groups > 0)
      app.audit.record({ event: 'errors.cleared', outcome: 'success', ...requesterOf(request), details });
    return groups;
  });
  done();
};

/** Lets an administrator begin anew with the errors that are listed, and leaves a trace of that. */
export const forgetErrors = fastifyPlugin(plugin, {
  name: 'forget-errors',
  dependencies: ['errors', 'audit'],
});
