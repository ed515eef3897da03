import { isUtf8 } from 'node:buffer';
import type { FastifyPluginCallback, FastifyRequest, preValidationHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';

/** Media types that a request body may be declared as; all of them mean JSON. */
export const requestMediaTypes = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
  'application/octet-stream',
] as const;

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...requestMediaTypes], { parseAs: 'buffer' }, (request, body: Buffer, parsed) => {
    parsed(null, bodyOf(request, body));
  });
  // A request that declares no type lands here too, as do bodyless ones of a type we do not know.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, parsed) => {
    const declared = request.headers['content-type'] !== undefined;
    if (declared && body.length > 0 && !request.is404) throw new HttpError(415);
    parsed(null, bodyOf(request, body));
  });
  app.addHook('onRoute', (route) => {
    if (route.schema?.body === undefined) return;
    route.preValidation = [requireBody, ...[route.preValidation ?? []].flat()];
  });
  done();
};

/**
 * Reads JSON request bodies as the Confluent API does: four media types, or none declared.
 * A route with a schema for its body answers 422 when there is none.
 */
export const requestBody = fastifyPlugin(plugin, { name: 'request-body' });

const requireBody: preValidationHookHandler = (request, _reply, next) => {
  const missing = request.body === undefined || request.body === null;
  next(missing ? new HttpError(422, 'The request body must not be null (was null). Send JSON.') : undefined);
};

// Where there is no route for the request, its body must not be what is refused.
function bodyOf(request: FastifyRequest, body: Buffer): unknown {
  if (request.is404) return undefined;
  const coding = request.headers['content-encoding'] ?? 'identity';
  // A small body may stand for one without end, and no client of registries compresses what it sends.
  if (coding !== 'identity' && body.length > 0) throw new HttpError(415, compressed);
  return parseJsonBody(body);
}

const compressed = 'The request body is compressed. Send it without Content-Encoding.';

/**
 * The body's value, or undefined when it is empty: clients send a Content-Type with GET and DELETE.
 * Keys such as `__proto__` become own properties, as in RFC 8259 they are names like any other;
 * nobody may merge the result into another object.
 * @throws HttpError 400 when the bytes are not UTF-8 or the text is not JSON
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new HttpError(400, 'The request body is not UTF-8. Send JSON in UTF-8.');
  try {
    return JSON.parse(body.toString('utf8', startsWithByteOrderMark(body) ? 3 : 0));
  } catch (error) {
    throw new HttpError(400, `The request body is not JSON: ${(error as SyntaxError).message}`);
  }
}

// RFC 8259 section 8.1 lets a reader ignore the mark, and editors on Windows write it.
function startsWithByteOrderMark(body: Buffer): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}
