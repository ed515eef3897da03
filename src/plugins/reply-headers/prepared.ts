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

/** A response that is ready to be sent. */
export interface PreparedResponse {
  readonly etag: string;
  /** The bytes, as a string with one character a byte when that is cheaper to write. */
  readonly body: Buffer | string;
  /** Bytes in the body, as the header says it. */
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
  prepare({ body, etag, contentType, headers }: Content): PreparedResponse {
    return {
      etag,
      body: body.length <= longestString ? body.toString('latin1') : body,
      length: String(body.length),
      heads: this.#headsFor({ 'content-type': contentType }, headers),
      size: body.length + overhead,
    };
  }

  /** See `FastifyReply.sendPrepared`. */
  send(reply: FastifyReply, { etag, body, length, heads }: PreparedResponse): void {
    const { request, raw } = reply;
    const notModified = matchesEtag(request.headers['if-none-match'], etag);
    const head = notModified ? heads.notModified : heads.whole;
    const place = this.#common.places;
    head[place + 1] = etag;
    if (!notModified) head[place + 3] = length;
    reply.hijack();
    raw.writeHead(notModified ? 304 : 200, this.#common.filled(head, request));
    if (notModified || request.method === 'HEAD') raw.end();
    else raw.end(body, 'latin1');
  }

  #headsFor(ofBody: Readonly<Record<string, string>>, always: Readonly<Record<string, string>>): Heads {
    const key = JSON.stringify([ofBody, always]);
    let heads = this.#heads.get(key);
    if (heads === undefined) {
      const places = this.#common.emptyPlaces();
      const fixed = [...this.#common.fixedHeaders(), ...Object.entries(always).flat()];
      heads = {
        whole: [...places, 'etag', '', 'content-length', '', ...Object.entries(ofBody).flat(), ...fixed],
        notModified: [...places, 'etag', '', ...fixed],
      };
      this.#heads.set(key, heads);
    }
    return heads;
  }
}
