import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SchemaId } from '../../registry/schema.ts';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import { QuickRequest } from './quick-request.ts';

/** A route whose answers may be made already. */
export interface QuickRoute {
  /** Its pattern. */
  readonly route: string;
  /** The schema that a URL of this route names; undefined when it is none. */
  match(url: string): SchemaId | undefined;
  /** The answer, as far as whoever asks may know it; undefined when it is not made. */
  find(request: QuickRequest, id: SchemaId): PreparedResponse | undefined;
}

/** Whether a request may be answered so; else it goes the ordinary way, which may refuse it. */
export type Admits = (request: QuickRequest) => boolean;

/** @param milliseconds from the arrival of the request to the end of the response */
export type OnAnswered = (request: QuickRequest, milliseconds: number) => void;

/** Answers GET requests whose answer is already made; see `quickAnswers`. */
export class QuickLane {
  readonly #concerns = new Set<string>();
  readonly #routes: QuickRoute[] = [];
  readonly #checks: Admits[] = [];
  readonly #counts: Admits[] = [];
  readonly #listeners: OnAnswered[] = [];
  readonly #send: (request: QuickRequest, answer: PreparedResponse) => void;

  constructor(send: (request: QuickRequest, answer: PreparedResponse) => void) {
    this.#send = send;
  }

  /** Adds answers. */
  add(route: QuickRoute): void {
    this.#routes.push(route);
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

  /** Whether the request was answered. If not, nothing was done. */
  answer(raw: IncomingMessage, response: ServerResponse): boolean {
    if (raw.method !== 'GET' || raw.httpVersionMajor !== 1) return false;
    const { url = '' } = raw;
    for (const route of this.#routes) {
      const id = route.match(url);
      if (id !== undefined) return this.#answer(route, id, new QuickRequest(raw, response, route.route));
    }
    return false;
  }

  #answer(route: QuickRoute, id: SchemaId, request: QuickRequest): boolean {
    const start = performance.now();
    if (announcesBody(request)) return false;
    for (const check of this.#checks) if (!check(request)) return false;
    const answer = route.find(request, id);
    if (answer === undefined) return false;
    for (const counting of this.#counts) if (!counting(request)) return false;
    this.#send(request, answer);
    this.#afterwards(request, start);
    return true;
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
