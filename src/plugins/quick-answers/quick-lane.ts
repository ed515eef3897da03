import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { SchemaId } from '../../registry/schema.ts';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import { QuickRequest, type QuickTarget } from './quick-request.ts';
import { hasPlainBody, type RepeatedQuestions } from './repeated-questions.ts';

/** A route to GET what may be made already. */
export interface QuickRoute extends QuickTarget {
  readonly method: 'GET';
  /** The schema that a URL of this route names; undefined when it is none. */
  match(url: string): SchemaId | undefined;
  /** The answer, as far as whoever asks may know it; undefined when it is not made. */
  find(request: QuickRequest, id: SchemaId): PreparedResponse | undefined;
}

/** A route whose question is in the body of a POST. */
export interface QuickQuestion extends QuickTarget {
  readonly method: 'POST';
  /** Whether a URL is one of this route. */
  match(url: string): boolean;
}

/** Whether a request may be answered so; else it goes the ordinary way, which may refuse it. */
export type Admits = (request: QuickRequest) => boolean;

/** @param milliseconds from the arrival of the request to the end of the response */
export type OnAnswered = (request: QuickRequest, milliseconds: number) => void;

export interface QuickLaneOptions {
  readonly questions: RepeatedQuestions;
  readonly send: (request: QuickRequest, answer: PreparedResponse) => void;
}

/** Answers requests whose answer is already made; see `quickAnswers`. */
export class QuickLane {
  readonly questions: RepeatedQuestions;
  readonly #send: QuickLaneOptions['send'];
  readonly #concerns = new Set<string>();
  readonly #routes: QuickRoute[] = [];
  readonly #asks: QuickQuestion[] = [];
  readonly #checks: Admits[] = [];
  readonly #counts: Admits[] = [];
  readonly #listeners: OnAnswered[] = [];

  constructor({ questions, send }: QuickLaneOptions) {
    this.questions = questions;
    this.#send = send;
  }

  /** Adds answers. */
  add(route: QuickRoute | QuickQuestion): void {
    if (route.method === 'GET') this.#routes.push(route);
    else this.#asks.push(route);
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
      const asked = this.#asks.find((ask) => ask.match(url));
      // A body that comes in one piece with its head is here by then.
      if (asked) process.nextTick(() => this.#reply(asked, raw, response) || ordinary(raw, response));
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
      if (announcesBody(request) || !this.#admits(request)) return false;
      const answer = route.find(request, id);
      return answer !== undefined && this.#answer(request, answer);
    }
    return false;
  }

  #reply(target: QuickQuestion, raw: IncomingMessage, response: ServerResponse): boolean {
    if (!hasPlainBody(raw)) return false;
    const request = new QuickRequest(raw, response, target);
    if (!this.#admits(request)) return false;
    const question = this.questions.of(request);
    if (question === undefined) return false;
    const answer = this.questions.find(question);
    if (answer !== undefined && this.#answer(request, answer)) return true;
    this.questions.asks(raw, question);
    return false;
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

function announcesBody({ headers }: QuickRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
