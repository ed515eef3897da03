import type { FastifyInstance } from 'fastify';
import { assertUpstreamUrl, openEdge } from '../upstream/open-edge.ts';
import type { OpenStore } from './schema-store.ts';

export interface EdgeSettings {
  readonly UPSTREAM_URL: string;
  readonly UPSTREAM_AUTH: string;
  readonly UPSTREAM_TTL_MS: number;
}

/**
 * The store of a node at the edge of another registry, or `local` when the settings name none: see
 * docs/upstream.md. While it `asks` not, the other registry counts as one that does not answer.
 * @throws UpstreamUrlError
 */
export function edgeStore(
  app: Pick<FastifyInstance, 'outbound' | 'log'>,
  settings: EdgeSettings,
  local: OpenStore,
  asks: () => boolean,
): OpenStore {
  const { UPSTREAM_URL: url, UPSTREAM_AUTH: authorization, UPSTREAM_TTL_MS: ttl } = settings;
  if (url === '') return local;
  assertUpstreamUrl(url);
  return async (onCommit, operator) =>
    openEdge({
      local: await local(onCommit, operator),
      async call(...call) {
        if (!asks()) throw new Error('Reads from the upstream are switched off');
        return app.outbound.fetch(...call);
      },
      url,
      authorization,
      ttl,
      now: () => performance.now(),
      onState(state, err) {
        if (state === 'back') app.log.info('upstream: answers again');
        else app.log.warn({ err }, 'upstream: does not answer, what is known is served');
      },
      onForget: () => operator?.onForget?.(undefined),
    });
}
