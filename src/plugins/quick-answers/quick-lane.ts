import type { IncomingMessage, ServerResponse } from 'node:http';
import { type QuickAnswer, QuickRequest } from './quick-request.ts';

/** Finds the answer to a GET that is already made; undefined when there is none. */
export type FindAnswer = (raw: IncomingMessage) => QuickAnswer | undefined;

/** Whether a request may be answered so; else it goes the ordinary way, which may refuse it. */
export type Admits = (request: QuickRequest) => boolean;

/** @param milliseconds from the arrival of the request to the end of the response */
export type OnAnswered = (request: QuickRequest, milliseconds: number) => void;

/** Answers GET requests whose answer is already made; see `quickAnswers`. */
export class QuickLane {
  readonly #concerns = new Set<string>();
  readonly #finders: FindAnswer[] = [];
  readonly #checks: Admits[] = [];
  readonly #counts: Admits[] = [];
  readonly #listeners: OnAnswered[] = [];
  readonly #send: (request: QuickRequest) => void;

  constructor(send: (request: QuickRequest) => void) {
    this.#send = send;
  }

  /** Adds answers. */
  find(finder: FindAnswer): void {
    this.#finders.push(finder);
  }

  /** Adds a condition: without side effects, since the ordinary way may follow. */
  admit(concern: string, check: Admits): void {
    this.#concerns.add(concern);
    this.#checks.push(check);
  }

  /** Adds a condition that counts the requests which meet it; it is asked after all checks. */
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

  /** Whether the request was answered. If not, nothing was done. */
  answer(raw: IncomingMessage, response: ServerResponse): boolean {
    if (raw.method !== 'GET' || raw.httpVersionMajor !== 1) return false;
    const found = this.#found(raw);
    if (found === undefined) return false;
    const start = performance.now();
    const request = new QuickRequest(raw, response, found);
    if (announcesBody(request)) return false;
    for (const check of this.#checks) if (!check(request)) return false;
    for (const counting of this.#counts) if (!counting(request)) return false;
    this.#send(request);
    this.#afterwards(request, start);
    return true;
  }

  #found(raw: IncomingMessage): QuickAnswer | undefined {
    for (const finder of this.#finders) {
      const found = finder(raw);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  // A listener costs more than all the rest, and the kernel nearly always takes such an answer at once.
  #afterwards(request: QuickRequest, start: number): void {
    const { response } = request;
    if (response.writableLength === 0) return this.#answered(request, start);
    response.once('finish', () => this.#answered(request, start));
  }

  #answered(request: QuickRequest, start: number): void {
    const milliseconds = performance.now() - start;
    for (const listener of this.#listeners) listener(request, milliseconds);
  }
}

function announcesBody({ headers }: QuickRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
