import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type Topics, topicsOfChange, topicsOfScopes } from './quick-answers/topics.ts';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.storeWatch.add({
    forget(ids, scopes) {
      app.quickLane?.forget(scopes && topicsOfScopes(scopes));
      if (ids === undefined) app.schemaResponses.forgetAll();
      else app.schemaResponses.forget(ids);
    },
    feed(state) {
      app.quickLane?.forget(undefined);
      app.schemaResponses.keeping = state === 'listening';
    },
  });
  app.wrapCommits((commit) => async (change) => {
    let altered: Topics | undefined;
    try {
      const result = await commit(change);
      if (result.outcome === 'committed') altered = topicsOfChange(change);
      return result;
    } finally {
      // Before anybody is told that it is done. In conflict, somebody else has changed something.
      app.quickLane?.forget(altered);
    }
  });
  app.quickLane?.admit('staleness', () => app.staleSeconds() === undefined);
  app.replyHeaders.rare((reply) => {
    const seconds = app.staleSeconds();
    return seconds !== undefined && isAnswer(reply) ? warning(seconds) : undefined;
  });
  // A store that shares its database begins without being told of changes.
  app.storeOpened.then(
    () => {
      if (app.databaseStats()?.cache.feed === 'lost') app.schemaResponses.keeping = false;
    },
    () => undefined,
  );
  done();
};

/**
 * Keeps answers true to a store that other instances change, and marks those that may not be: while the
 * database is away, what is remembered is served with a warning (RFC 7234 section 5.5.1) and the seconds
 * since it was last known to be current (RFC 9111 section 5.1).
 */
export const staleness = fastifyPlugin(plugin, {
  name: 'staleness',
  dependencies: ['schema-store', 'schema-responses', 'reply-headers'],
});

/** Not a refusal for the store's absence, nor a probe's answer, which is of now. */
function isAnswer(reply: FastifyReply): boolean {
  return reply.statusCode !== 503 && reply.getHeader('cache-control') !== 'no-store';
}

function warning(seconds: number): Readonly<Record<string, string>> {
  return { warning: '110 - "Response is Stale"', age: String(seconds) };
}
