import { hash } from 'node:crypto';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Coding } from './content-coding.ts';
import { responseMediaTypes } from './content-negotiation.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** What the tag of this answer is made from instead of its bytes; null for the bytes. */
    described: string | null;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.decorateReply('described', null);
  app.addHook('onSend', (request, reply, payload, next) => {
    const readOnly = request.method === 'GET' || request.method === 'HEAD';
    if (!readOnly || reply.statusCode !== 200 || !isCacheableJson(reply, payload)) return next(null, payload);
    const coding = app.codingFor(request.headers['accept-encoding'], payload.length);
    const etag = etagOf(reply.described ?? payload, String(reply.getHeader('content-type')), coding);
    const { revalidate, vary } = app.caching;
    reply.header('etag', etag).header('cache-control', revalidate).header('vary', withVarying(reply, vary));
    if (!matchesEtag(request.headers['if-none-match'], etag)) return next(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    // Fastify itself drops the payload of HEAD later, and counts its length first.
    return next(null, request.method === 'HEAD' ? payload : null);
  });
  done();
};

/**
 * Lets clients keep a JSON response and ask whether it still holds. Responses that state their own
 * Cache-Control are left alone. Register it after content negotiation, whose result the tag covers.
 */
export const revalidation = fastifyPlugin(plugin, {
  name: 'revalidation',
  dependencies: ['content-negotiation', 'content-coding', 'caching'],
});

/** Characters of a SHA-256 in base64url. */
const hashLength = 43;

/**
 * A strong entity tag (RFC 9110 section 8.8.3). Media type and coding are part of it, since a strong tag
 * must tell apart two representations of one resource; what they represent is what it begins with.
 */
export function etagOf(payload: string | Buffer, contentType: string, coding?: Coding): string {
  const type = responseMediaTypes.findIndex((known) => known === contentType);
  const end = `${type < 0 ? hash('sha256', contentType, 'base64url') : type}${coding === undefined ? '' : `-${coding}`}`;
  return `"${hash('sha256', payload, 'base64url')}-${end}"`;
}

/** The tag of the same representation in a content coding. */
export function etagInCoding(etag: string, coding: Coding): string {
  return `${etag.slice(0, -1)}-${coding}"`;
}

/**
 * Whether an If-None-Match value covers the tag, by weak comparison (RFC 9110 section 13.1.2):
 * a client that has the representation needs no second copy of it.
 */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const wanted = opaqueTag(etag);
  // The opaque part is quoted and may hold commas, so that splitting at commas would be wrong.
  return ifNoneMatch.matchAll(/"[^"]*"/g).some(([tag]) => tag === wanted);
}

/** The tags in an If-Match or If-None-Match value: what each represents, and whether it is a weak one. */
export function representedBy(value: string): readonly { readonly state: string; readonly weak: boolean }[] {
  return [...value.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag = '']) => ({
    state: tag.slice(0, hashLength),
    weak: weak !== undefined,
  }));
}

/** What tags of this text begin with. */
export function stateOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** The value of Vary with these headers in it as well. */
export function withVarying(reply: FastifyReply, more: string): string {
  const already = reply.getHeader('vary');
  if (already === undefined) return more;
  const named = String(already)
    .split(',')
    .map((name) => name.trim());
  const known = new Set(named.map((name) => name.toLowerCase()));
  return [...named, ...more.split(', ').filter((name) => !known.has(name.toLowerCase()))].join(', ');
}

function opaqueTag(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}

function isCacheableJson(reply: FastifyReply, payload: unknown): payload is string | Buffer {
  const contentType = reply.getHeader('content-type');
  return (
    (typeof payload === 'string' || Buffer.isBuffer(payload)) &&
    typeof contentType === 'string' &&
    contentType.includes('json') &&
    !reply.hasHeader('cache-control')
  );
}
