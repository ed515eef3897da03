import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { matchesEtag } from '../revalidation.ts';
import { HeadText } from './head-text.ts';
import type { ReplyHeaders, RequestFacts } from './reply-headers.ts';

/** What a prepared response says. */
export interface Content {
  readonly body: Buffer;
  /** Entity tag, with its quotes (RFC 9110 section 8.8.3); without it there is never a 304. */
  readonly etag?: string;
  readonly contentType: string;
  /** Further headers that belong to a 304 as well, such as Cache-Control and Vary. Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How the body is compressed; by default not at all. */
  readonly coding?: string;
}

/** A response that is ready to be sent. */
export interface PreparedResponse {
  readonly etag: string | undefined;
  /** The bytes, as a string with one character a byte when that is cheaper to write. */
  readonly body: Buffer | string;
  /** Bytes in the body. */
  readonly bytes: number;
  /** The same as the header says it. */
  readonly length: string;
  readonly heads: Heads;
  /** Memory it takes, in bytes, roughly. */
  readonly size: number;
}

/**
 * Header names and values by turns, as `writeHead` takes them: of a whole response and of a 304. One pair
 * serves all responses that differ in tag and length alone, since each is used up before the next.
 */
interface Heads {
  readonly whole: string[];
  readonly notModified: string[];
  /** Where the length of a whole response's body belongs. That of the tag follows the places per request. */
  readonly lengthPlace: number;
  /** The whole response's, when no value is missing. */
  readonly text: HeadText;
  /** What they were made from. */
  readonly contentType: string;
  readonly headers: Content['headers'];
}

// Node writes headers and a short string in one go, but headers and a Buffer in two pieces.
const longestString = 12 * 1024;

/** What keeping a response takes besides its body. */
const overhead = 512;

/** Makes responses once that are sent many times. */
export class PreparedResponses {
  readonly #common: ReplyHeaders;
  readonly #heads = new Map<string, Heads>();

  constructor(common: ReplyHeaders) {
    this.#common = common;
  }

  /** See `FastifyInstance.prepareResponse`. */
  prepare(content: Content): PreparedResponse {
    const { body, etag } = content;
    return {
      bytes: body.length,
      etag,
      body: body.length <= longestString ? body.toString('latin1') : body,
      length: String(body.length),
      heads: this.#headsFor(content),
      size: body.length + overhead,
    };
  }

  /** See `FastifyReply.sendPrepared`. */
  send(reply: FastifyReply, response: PreparedResponse): void {
    const { raw } = reply;
    this.#common.applyRare(reply);
    reply.hijack();
    // Its own head leaves no room for headers that are set already. To HEAD there is a body that does not go out. Where
    // there is no connection, as when a request is injected, headers are read from the response itself.
    const plain =
      raw.req.method !== 'HEAD' &&
      raw.req.socket instanceof Socket &&
      !raw.headersSent &&
      raw.getHeaderNames().length === 0;
    this.write(raw, reply.request, response, plain ? Date.now() : undefined);
  }

  /**
   * See `FastifyInstance.writePrepared`.
   * @param now milliseconds since 1970, where the head may be given as text: when nothing else has set a header
   */
  write(raw: ServerResponse, request: RequestFacts, response: PreparedResponse, now?: number): void {
    const { etag, body, length, heads } = response;
    const notModified = etag !== undefined && matchesEtag(request.headers['if-none-match'], etag);
    const head = notModified ? heads.notModified : heads.whole;
    if (etag !== undefined) head[this.#common.places + 1] = etag;
    if (!notModified) head[heads.lengthPlace] = length;
    const filled = this.#common.filled(head, request);
    const text = now !== undefined && filled === heads.whole ? heads.text : undefined;
    if (now === undefined || !text?.give(raw, filled, now)) {
      raw.writeHead(notModified ? 304 : 200, filled);
      text?.learn(raw, filled);
    }
    if (notModified || raw.req.method === 'HEAD') raw.end();
    else raw.end(body, 'latin1');
  }

  #headsFor({ contentType, etag, headers, coding }: Content): Heads {
    const tagged = etag !== undefined;
    const key = JSON.stringify([contentType, tagged, headers, coding]);
    let heads = this.#heads.get(key);
    if (heads === undefined) {
      const first = [...this.#common.emptyPlaces(), ...(tagged ? ['etag', ''] : [])];
      const last = [...this.#common.fixedHeaders(), ...Object.entries(headers).flat()];
      const whole = [
        ...first,
        'content-length',
        '',
        'content-type',
        contentType,
        ...(coding === undefined ? [] : ['content-encoding', coding]),
        ...last,
      ];
      heads = {
        whole,
        notModified: [...first, ...last],
        lengthPlace: first.length + 1,
        text: new HeadText(whole, first.length / 2 + 1),
        contentType,
        headers,
      };
      this.#heads.set(key, heads);
    }
    return heads;
  }
}
