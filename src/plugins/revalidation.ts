import { hash } from 'node:crypto';
import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Request headers that choose between the representations of one resource. */
export const varyingHeaders = 'Accept, Confluent-Accept-Unknown-Properties';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.addHook('onSend', (request, reply, payload, next) => {
    const readOnly = request.method === 'GET' || request.method === 'HEAD';
    if (!readOnly || reply.statusCode !== 200 || !isCacheableJson(reply, payload)) return next(null, payload);
    const etag = etagOf(payload, String(reply.getHeader('content-type')));
    reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', withVarying(reply));
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
  dependencies: ['content-negotiation'],
});

/**
 * A strong entity tag (RFC 9110 section 8.8.3). The media type is part of it, since a strong tag
 * must tell apart two representations of one resource.
 */
export function etagOf(payload: string | Buffer, contentType: string): string {
  return `"${hash('sha256', `${contentType}\n${hash('sha256', payload, 'base64')}`, 'base64url')}"`;
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

function withVarying(reply: FastifyReply): string {
  const already = reply.getHeader('vary');
  return already === undefined ? varyingHeaders : `${String(already)}, ${varyingHeaders}`;
}
