import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the client takes fields of release 8 that older clients stumble over. */
    readonly acceptsUnknownProperties: boolean;
  }
}

/** The request header by which a client says that it takes fields it does not know. */
export const unknownPropertiesHeader = 'confluent-accept-unknown-properties';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.decorateRequest('acceptsUnknownProperties', {
    getter() {
      return acceptsUnknownProperties(this.headers[unknownPropertiesHeader]);
    },
  });
  done();
};

/** Decides between the response shapes of releases 7 and 8. */
export const responseShape = fastifyPlugin(plugin, { name: 'response-shape' });

/** Reads the header's value: true in any case of letters, everything else false. */
export function acceptsUnknownProperties(value: string | string[] | undefined): boolean {
  // As nearly all clients write it that send it.
  return value === 'true' || (typeof value === 'string' && /^\s*true\s*(?:,|$)/i.test(value));
}
