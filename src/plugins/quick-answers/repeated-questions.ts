import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import type { QuickRequest } from './quick-request.ts';

/** Largest body that is compared, in bytes. */
const longestBody = 16 * 1024;
/** What all questions and answers may take together, in bytes. */
const mostBytes = 8 * 1024 * 1024;
/** Declared types that mean JSON; other bodies are looked at more closely than here. */
const mediaTypes: ReadonlySet<unknown> = new Set([
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
]);

/** A question that is on its ordinary way, and what was known when it set out. */
interface Asked {
  readonly question: string;
  readonly changes: number;
  readonly staleReads: number;
}

export interface RepeatedQuestionsOptions {
  /** How many answers the store gave so far that may have been out of date; undefined while it can't know. */
  readonly staleReads: () => number | undefined;
}

/**
 * Answers to questions that are asked by a body. The same bytes, sent in the same way by whoever may read the same,
 * have the same answer until the store changes: at each change all are forgotten.
 */
export class RepeatedQuestions {
  readonly #answers = new LRUCache<string, PreparedResponse>({ maxSize: mostBytes });
  readonly #asked = new WeakMap<IncomingMessage, Asked>();
  readonly #staleReads: () => number | undefined;
  #changes = 0;

  constructor({ staleReads }: RepeatedQuestionsOptions) {
    this.#staleReads = staleReads;
  }

  /** The question that a request asks, whose body stays to be read; undefined when its body is not here yet, or odd. */
  of({ raw, headers, reader }: QuickRequest): string | undefined {
    const body: unknown = raw.read();
    if (!Buffer.isBuffer(body)) return undefined;
    raw.unshift(body);
    // No header and no URL has a line feed.
    return `${reader ?? ''}\n${headers.accept ?? ''}\n${headers['accept-encoding'] ?? ''}\n${String(
      headers['confluent-accept-unknown-properties'],
    )}\n${raw.url ?? ''}\n${body.toString('latin1')}`;
  }

  find(question: string): PreparedResponse | undefined {
    return this.#answers.get(question);
  }

  /** The question goes the ordinary way. */
  asks(raw: IncomingMessage, question: string): void {
    const staleReads = this.#staleReads();
    if (staleReads !== undefined) this.#asked.set(raw, { question, changes: this.#changes, staleReads });
  }

  /** The answer that the ordinary way gave: kept, when it was true all the while. */
  answered(raw: IncomingMessage, answer: PreparedResponse): void {
    const asked = this.#asked.get(raw);
    if (asked === undefined || asked.changes !== this.#changes || asked.staleReads !== this.#staleReads())
      return;
    this.#answers.set(asked.question, answer, { size: asked.question.length + answer.size });
  }

  /** Something has changed on which any answer may depend. */
  forget(): void {
    this.#changes += 1;
    if (this.#answers.size > 0) this.#answers.clear();
  }
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
