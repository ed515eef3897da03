import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { AuditTrail } from '../audit/event.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Where events that matter to security are recorded; takes them and keeps nothing when there is no trail. */
    readonly audit: AuditTrail;
  }
}

export interface AuditOptions {
  /** Undefined: events are not kept. */
  readonly trail?: AuditTrail;
}

const nowhere: AuditTrail = { record: () => undefined };

const plugin: FastifyPluginCallback<AuditOptions> = (app, options, done) => {
  app.decorate('audit', options.trail ?? nowhere);
  done();
};

/** The audit trail for whoever has an event to record. */
export const audit = fastifyPlugin(plugin, { name: 'audit' });
