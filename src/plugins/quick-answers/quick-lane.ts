import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { SchemaId } from '../../registry/schema.ts';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import type { AnswerMemory, KnownAnswer } from './answer-memory.ts';
import { QuickRequest, type QuickTarget } from './quick-request.ts';
import { hasPlainBody, questionOf, RepeatedQuestions } from './repeated-questions.ts';
import type { Topics } from './topics.ts';

/** A route to GET what may be made already. */
export interface QuickRoute extends QuickTarget {
  readonly method: 'GET';
  /** The schema that a URL of this route names; undefined when it is none. */
  match(url: string): SchemaId | undefined;
  /** The answer, as far as whoever asks may know it; undefined when it is not made. */
  find(request: QuickRequest, id: SchemaId): PreparedResponse | undefined;
}

/** Whether a request may be answered so; else it goes the ordinary way, which may refuse it. */
export type Admits = (request: QuickRequest) => boolean;

/** @param milliseconds from the arrival of the request to the end of the response */
export type OnAnswered = (request: QuickRequest, milliseconds: number) => void;

export interface QuickLaneOptions {
  /** Answers to GET, by URL. */
  readonly reads: AnswerMemory<string>;
  /** Answers to POST: see `RepeatedQuestions`. */
  readonly lookups: AnswerMemory<number>;
  readonly variantOf: (request: QuickRequest) => string;
  readonly send: (request: QuickRequest, answer: PreparedResponse) => void;
}

/** Answers requests whose answer is already made; see `quickAnswers`. */
export class QuickLane {
  readonly reads: AnswerMemory<string>;
  readonly questions: RepeatedQuestions;
  readonly #lookups: AnswerMemory<number>;
  readonly #variantOf: QuickLaneOptions['variantOf'];
  readonly #send: QuickLaneOptions['send'];
  readonly #concerns = new Set<string>();
  readonly #routes: QuickRoute[] = [];
  readonly #asks: ((url: string) => boolean)[] = [];
  readonly #checks: Admits[] = [];
  readonly #counts: Admits[] = [];
  readonly #listeners: OnAnswered[] = [];

  constructor({ reads, lookups, variantOf, send }: QuickLaneOptions) {
    this.reads = reads;
    this.#lookups = lookups;
    this.questions = new RepeatedQuestions(lookups);
    this.#variantOf = variantOf;
    this.#send = send;
  }

  /** These have changed; undefined: all that answers are made from may have. */
  forget(topics: Topics | undefined): void {
    this.reads.forget(topics);
    this.#lookups.forget(topics);
  }

  /** Adds answers. */
  add(route: QuickRoute): void {
    this.#routes.push(route);
  }

  /** Adds addresses of which the body of a POST asks a question. */
  addQuestions(match: (url: string) => boolean): void {
    this.#asks.push(match);
  }

  /** Adds a condition: without side effects, since the ordinary way may follow. */
  admit(concern: string, check: Admits): void {
    this.#concerns.add(concern);
    this.#checks.push(check);
  }

  /** Adds a condition that counts the requests which meet it; it is asked last. */
  count(concern: string, counting: Admits): void {
    this.#concerns.add(concern);
    this.#counts.push(counting);
  }

  /** Adds what is done once the answer is sent. */
  onAnswered(concern: string, listener: OnAnswered): void {
    this.#concerns.add(concern);
    this.#listeners.push(listener);
  }

  /** @throws Error when one of these concerns has added nothing */
  mustKnow(concerns: readonly string[]): void {
    const missing = concerns.filter((concern) => !this.#concerns.has(concern));
    if (missing.length > 0) throw new Error(`The quick lane does not know of ${missing.join(', ')}`);
  }

  /** Answers, at once or when the body is looked at; else the request goes the ordinary way as if nothing had been. */
  take(raw: IncomingMessage, response: ServerResponse, ordinary: RequestListener): void {
    const { url = '', method, httpVersionMajor } = raw;
    if (httpVersionMajor === 1 && method === 'POST' && this.#asks.length > 0) {
      // A body that comes in one piece with its head is here by then.
      if (this.#asks.some((asks) => asks(url)))
        process.nextTick(() => this.#reply(url, raw, response) || ordinary(raw, response));
      else ordinary(raw, response);
    } else if (httpVersionMajor !== 1 || method !== 'GET' || !this.#get(url, raw, response)) {
      ordinary(raw, response);
    }
  }

  #get(url: string, raw: IncomingMessage, response: ServerResponse): boolean {
    for (const route of this.#routes) {
      const id = route.match(url);
      if (id === undefined) continue;
      const request = new QuickRequest(raw, response, route);
      if (announcesBody(raw) || !this.#admits(request)) return false;
      const answer = route.find(request, id);
      return answer !== undefined && this.#answer(request, answer);
    }
    const known = this.reads.find(url);
    return known !== undefined && !announcesBody(raw) && this.#give(known, raw, response);
  }

  #reply(url: string, raw: IncomingMessage, response: ServerResponse): boolean {
    if (!hasPlainBody(raw)) return false;
    const body: unknown = raw.read();
    if (!Buffer.isBuffer(body)) return false;
    const question = questionOf(url, body);
    const known = this.questions.find(question);
    if (known !== undefined && this.#give(known, raw, response)) return true;
    // For whoever reads it on the ordinary way.
    raw.unshift(body);
    this.questions.asks(raw, question);
    return false;
  }

  #give({ target, variants }: KnownAnswer, raw: IncomingMessage, response: ServerResponse): boolean {
    const request = new QuickRequest(raw, response, target);
    if (!this.#admits(request)) return false;
    const answer = variants.get(this.#variantOf(request));
    return answer !== undefined && this.#answer(request, answer);
  }

  #admits(request: QuickRequest): boolean {
    for (const check of this.#checks) if (!check(request)) return false;
    return true;
  }

  #answer(request: QuickRequest, answer: PreparedResponse): boolean {
    for (const counting of this.#counts) if (!counting(request)) return false;
    this.#send(request, answer);
    const { response } = request;
    // A listener costs more than all the rest, and the kernel nearly always takes such an answer at once.
    if (response.writableLength === 0) this.#answered(request);
    else response.once('finish', () => this.#answered(request));
    return true;
  }

  #answered(request: QuickRequest): void {
    const milliseconds = performance.now() - request.start;
    for (const listener of this.#listeners) listener(request, milliseconds);
  }
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
