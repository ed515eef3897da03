import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { anonymous, type Principal } from '../access/principal.ts';
import { AccessControl } from './authentication/access-control.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly accessControl: AccessControl;
  }
  interface FastifyRequest {
    /** Who sends it, as far as a credential proves it; anonymous when none came, or none is asked for. */
    readonly principal: Principal;
    /** Whom its credential is of; null for nobody. */
    authenticated: Principal | null;
  }
}

export interface AuthenticationOptions {
  readonly mode: 'auto' | 'required' | 'none';
}

const plugin: FastifyPluginCallback<AuthenticationOptions> = (app, { mode }, done) => {
  const accessControl = new AccessControl();
  app.decorate('accessControl', accessControl);
  app.decorateRequest('authenticated', null);
  app.decorateRequest('principal', {
    getter(this: FastifyRequest) {
      return this.authenticated ?? anonymous;
    },
  });
  if (mode === 'required') accessControl.turnOn();
  else accessControl.leaveOff();
  done();
};

/** Finds out who sends a request. What they may do is decided elsewhere. */
export const authentication = fastifyPlugin(plugin, { name: 'authentication' });
