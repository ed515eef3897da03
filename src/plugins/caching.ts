import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    readonly caching: CachingPolicy;
  }
}

export interface CachingOptions {
  /** Whether answers may differ by who asks, so that shared caches must not keep them. It may change. */
  readonly isPrivate: () => boolean;
  /** Further request headers that answers depend on. */
  readonly varying: readonly string[];
}

/** Request headers that choose between the representations of one resource. */
const negotiated = ['Accept', 'Confluent-Accept-Unknown-Properties'];
const credentials = ['Authorization', 'X-API-Key'];

/** What caches are told of answers (RFC 9111 section 5.2.2, RFC 8246); see docs/caching.md. */
export class CachingPolicy {
  readonly #isPrivate: () => boolean;
  readonly #vary: string;
  readonly #varyByClient: string;

  constructor({ isPrivate, varying }: CachingOptions) {
    this.#isPrivate = isPrivate;
    const open = [...negotiated, ...varying];
    this.#vary = open.join(', ');
    this.#varyByClient = [...open, ...credentials].join(', ');
  }

  /** Cache-Control of what never changes. */
  get immutable(): string {
    return `${this.#isPrivate() ? 'private' : 'public'}, max-age=31536000, immutable`;
  }

  /** Cache-Control of what has to be asked for again each time. */
  get revalidate(): string {
    return this.#isPrivate() ? 'private, no-cache' : 'no-cache';
  }

  get vary(): string {
    return this.#isPrivate() ? this.#varyByClient : this.#vary;
  }
}

const plugin: FastifyPluginCallback<CachingOptions> = (app, options, done) => {
  app.decorate('caching', new CachingPolicy(options));
  done();
};

/** The one place that says who may keep answers, and for how long. */
export const caching = fastifyPlugin(plugin, { name: 'caching' });
