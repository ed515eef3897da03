import type { FastifyReply } from 'fastify';
import { matchesEtag } from '../revalidation.ts';
import type { ReplyHeaders } from './reply-headers.ts';

/** What a prepared response says. */
export interface Content {
  readonly body: Buffer;
  /** Entity tag, with its quotes (RFC 9110 section 8.8.3). */
  readonly etag: string;
  readonly contentType: string;
  /** Further headers that belong to a 304 as well, such as Cache-Control and Vary. Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A response that is ready to be sent. The arrays hold names and values by turns, as `writeHead` takes them. */
export interface PreparedResponse {
  readonly etag: string;
  /** The bytes, as a string with one character a byte when that is cheaper to write. */
  readonly body: Buffer | string;
  readonly head: string[];
  readonly notModifiedHead: string[];
  /** Memory it takes, in bytes, roughly. */
  readonly size: number;
}

// Node writes headers and a short string in one go, but headers and a Buffer in two pieces.
const longestString = 12 * 1024;

/** See `FastifyInstance.prepareResponse`. */
export function prepareResponse(content: Content, common: ReplyHeaders): PreparedResponse {
  const { body, etag, contentType } = content;
  const template = common.template();
  const validators = ['etag', etag, ...Object.entries(content.headers).flat()];
  return {
    etag,
    body: body.length <= longestString ? body.toString('latin1') : body,
    head: [...template, 'content-type', contentType, 'content-length', String(body.length), ...validators],
    notModifiedHead: [...template, ...validators],
    size: body.length + 2048,
  };
}

/** See `FastifyReply.sendPrepared`. */
export function sendPrepared(reply: FastifyReply, response: PreparedResponse, common: ReplyHeaders): void {
  const { request, raw } = reply;
  const notModified = matchesEtag(request.headers['if-none-match'], response.etag);
  const head = notModified ? response.notModifiedHead : response.head;
  reply.hijack();
  raw.writeHead(notModified ? 304 : 200, common.filled(head, request));
  if (notModified || request.method === 'HEAD') raw.end();
  else raw.end(response.body, 'latin1');
}
