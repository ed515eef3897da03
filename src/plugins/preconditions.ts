import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { representedBy, stateOf } from './revalidation.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Says what the answer represents, so that its tag can be named in a condition of a change. */
    describes<State>(state: State): State;
  }
  interface FastifyRequest {
    /**
     * Whether a state is what If-Match and If-None-Match say (RFC 9110 section 13.2), undefined being none;
     * undefined when the request has no condition.
     */
    expectation(): ((current: unknown) => boolean) | undefined;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.decorateReply('describes', function describes<State>(this: FastifyReply, state: State): State {
    this.described = stateText(state);
    return state;
  });
  app.decorateRequest('expectation', function expectation(this: FastifyRequest) {
    const { 'if-match': match, 'if-none-match': noneMatch } = this.headers;
    if (match === undefined && noneMatch === undefined) return undefined;
    return (current: unknown) => {
      const state = current === undefined ? undefined : stateOf(stateText(current));
      if (match !== undefined && !covers(match, state, 'strong')) return false;
      return noneMatch === undefined || !covers(noneMatch, state, 'weak');
    };
  });
  done();
};

/** Conditions of changes: that what is changed is still what the client has seen. */
export const preconditions = fastifyPlugin(plugin, { name: 'preconditions', dependencies: ['revalidation'] });

function covers(value: string, state: string | undefined, comparison: 'strong' | 'weak'): boolean {
  if (state === undefined) return false;
  if (value.trim() === '*') return true;
  return representedBy(value).some((tag) => tag.state === state && (comparison === 'weak' || !tag.weak));
}

/** The state as text that does not depend on the order in which an engine gives its keys. */
function stateText(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
