import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import type { AnswerMemory, KnownAnswer, Moment } from './answer-memory.ts';
import type { QuickTarget } from './quick-request.ts';
import type { Topics } from './topics.ts';

/** Largest body that is compared, in bytes. */
const longestBody = 16 * 1024;
/** Declared types that mean JSON; other bodies are looked at more closely than here. */
const mediaTypes: ReadonlySet<unknown> = new Set([
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
]);
/** Questions of which it is known that they were asked, a power of two. Four bytes each. */
const places = 16_384;

/** A question by a body. */
export interface Question {
  readonly key: number;
  readonly url: string;
  readonly body: Buffer;
}

interface Asked extends Question {
  readonly since: Moment;
}

/**
 * Answers to questions that are asked by a body. The same bytes under the same address have the same answer until
 * something changes that it was made from. To keep an answer costs as much as a good part of making it, so it is kept
 * when its question comes the second time.
 */
export class RepeatedQuestions {
  readonly #memory: AnswerMemory<number>;
  readonly #asked = new WeakMap<IncomingMessage, Asked>();
  /** Each question in the place that its key gives it, the last one that came. */
  readonly #seen = new Uint32Array(places);

  constructor(memory: AnswerMemory<number>) {
    this.#memory = memory;
  }

  find({ key, url, body }: Question): KnownAnswer | undefined {
    const known = this.#memory.find(key);
    return known?.url === url && known.body?.equals(body) === true ? known : undefined;
  }

  /** The question goes the ordinary way. */
  asks(raw: IncomingMessage, question: Question): void {
    const { key } = question;
    const place = key % places;
    if (this.#seen[place] !== key) {
      this.#seen[place] = key;
      return;
    }
    const since = this.#memory.begin();
    if (since !== undefined) this.#asked.set(raw, { ...question, since });
  }

  /** The answer that the ordinary way gave. */
  answered(raw: IncomingMessage, answer: () => QuestionAnswered): void {
    const asked = this.#asked.get(raw);
    if (asked === undefined) return;
    const { key, url, since } = asked;
    // Its own copy: the bytes that came are part of a larger piece.
    const body = Buffer.allocUnsafeSlow(asked.body.length);
    asked.body.copy(body);
    this.#memory.keep(key, { ...answer(), url, body, since });
  }
}

export interface QuestionAnswered {
  readonly target: QuickTarget;
  readonly variant: string;
  readonly response: PreparedResponse;
  readonly topics: Topics;
}

export function questionOf(url: string, body: Buffer): Question {
  let start = 0;
  for (let at = 0; at < url.length; at++) start = (Math.imul(start, 31) + url.charCodeAt(at)) >>> 0;
  return { key: crc32(body, start), url, body };
}

/** Whether the body is declared as one that is compared, and all of it has arrived. */
export function hasPlainBody({ headers, readableLength }: IncomingMessage): boolean {
  return (
    readableLength > 0 &&
    readableLength <= longestBody &&
    headers['content-length'] === String(readableLength) &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    mediaTypes.has(headers['content-type'])
  );
}
