import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** The media types a JSON response may carry, the preferred one first. */
export const responseMediaTypes = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;
export type ContentType = (typeof responseMediaTypes)[number];

/** Names of what is answered in each media type, put together once: the type, then what else tells it from others. */
export function namesByType(ending: string): Readonly<Record<ContentType, string>> {
  const [first, second, third] = responseMediaTypes;
  return { [first]: first + ending, [second]: second + ending, [third]: third + ending };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on a route whose response is no part of the Confluent API and stays application/json. */
    plainJson?: boolean;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  // Not before sending: Fastify adds a charset to any JSON type set earlier, and drops the type on errors.
  app.addHook('onSend', (request, reply, _payload, next) => {
    const current = reply.getHeader('content-type');
    if (typeof current === 'string' && isJson.test(current)) {
      const plain = request.routeOptions.config.plainJson === true;
      reply.header('content-type', plain ? 'application/json' : negotiate(request.headers.accept));
    }
    next();
  });
  done();
};

const isJson = /^application\/(?:[a-z.\d]+\+)?json\b/;

/** Gives every JSON response, errors included, the media type its client asked for. */
export const contentNegotiation = fastifyPlugin(plugin, { name: 'content-negotiation' });

// Clients of one kind send one Accept header, so that a few entries serve nearly all requests.
const maxRemembered = 256;
const maxRememberedLength = 256;
const remembered = new Map<string, ContentType>();

/**
 * The media type for a JSON response to a request with this Accept header (RFC 9110 section 12.5.1):
 * the highest quality wins, then the server's own order. Nothing acceptable, or no header: the first.
 */
export function negotiate(accept: string | undefined): ContentType {
  if (accept === undefined) return responseMediaTypes[0];
  const known = remembered.get(accept);
  if (known !== undefined) return known;
  const chosen = choose(accept);
  if (accept.length <= maxRememberedLength) {
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(accept, chosen);
  }
  return chosen;
}

function choose(accept: string): ContentType {
  const qualities = new Map<string, number>();
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';');
    qualities.set(rangeName(name), qualityOf(parameters));
  }
  let best: ContentType = responseMediaTypes[0];
  let bestQuality = 0;
  for (const type of responseMediaTypes) {
    const quality = qualities.get(type) ?? qualities.get('application/*') ?? qualities.get('*/*') ?? 0;
    if (quality > bestQuality) {
      best = type;
      bestQuality = quality;
    }
  }
  return best;
}

// Java's HttpURLConnection sends a bare `*` by default, which RFC 9110 has no meaning for.
function rangeName(text: string): string {
  const name = text.trim().toLowerCase();
  return name === '*' ? '*/*' : name;
}

/** Weight between 0 and 1; one that cannot be read counts as 1. */
export function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const weight = /^\s*q\s*=\s*(\d*\.?\d+|\d+\.)\s*$/i.exec(parameter)?.[1];
    if (weight !== undefined) return Math.min(Number(weight), 1);
  }
  return 1;
}
