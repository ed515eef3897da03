import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a header's value may depend on. */
export type RequestFacts = Pick<
  FastifyRequest,
  'id' | 'headers' | 'rateLimitPolicy' | 'rateLimitRemaining' | 'rateLimitReset'
>;

/** A header's value for one request; undefined when this reply goes without it. */
export type ValueOf = (request: RequestFacts) => string | undefined;

/** Headers of a reply that few replies have; undefined when it has none of them. */
export type RareHeaders = (reply: FastifyReply) => Readonly<Record<string, string>> | undefined;

/** Headers that every reply carries, unless a handler has set its own value. */
export class ReplyHeaders {
  readonly #fixed: [name: string, value: string][] = [];
  readonly #perRequest: { readonly name: string; readonly valueOf: ValueOf }[] = [];

  readonly #rare: RareHeaders[] = [];

  /** Adds headers that a reply has for once, prepared or not. */
  rare(headersOf: RareHeaders): void {
    this.#rare.push(headersOf);
  }

  /** Adds a header whose value never changes. Names are lower case. */
  fixed(name: string, value: string): void {
    this.#fixed.push([name, value]);
  }

  /** Adds a header whose value depends on the request. It is asked once, when the reply is sent. */
  perRequest(name: string, valueOf: ValueOf): void {
    this.#perRequest.push({ name, valueOf });
  }

  /** Sets the headers on an ordinary reply. */
  apply(request: FastifyRequest, reply: FastifyReply): void {
    const present = reply.getHeaders();
    for (const { name, valueOf } of this.#perRequest) {
      const value = name in present ? undefined : valueOf(request);
      if (value !== undefined) reply.header(name, value);
    }
    for (const [name, value] of this.#fixed) {
      if (!(name in present)) reply.header(name, value);
    }
    for (const headersOf of this.#rare) reply.headers(headersOf(reply) ?? {});
  }

  /** Sets the rare headers on a reply that is sent without the framework. */
  applyRare(reply: FastifyReply): void {
    for (const headersOf of this.#rare) {
      for (const [name, value] of Object.entries(headersOf(reply) ?? {})) reply.raw.setHeader(name, value);
    }
  }

  /** How many elements the headers per request take in an array of names and values. */
  get places(): number {
    return this.#perRequest.length * 2;
  }

  /** The names of the headers per request, each with an empty place for its value: see `filled`. */
  emptyPlaces(): readonly string[] {
    return this.#perRequest.flatMap(({ name }) => [name, '']);
  }

  /** Names and values, by turns. */
  fixedHeaders(): readonly string[] {
    return this.#fixed.flat();
  }

  /**
   * An array that begins with `emptyPlaces`, with this request's values. It is the same array as long as no
   * value is missing, so it must be used up before the next request.
   */
  filled(head: string[], request: RequestFacts): string[] {
    let place = 1;
    let complete = true;
    for (const { valueOf } of this.#perRequest) {
      const value = valueOf(request);
      complete &&= value !== undefined;
      head[place] = value ?? '';
      place += 2;
    }
    return complete ? head : this.#withoutEmpty(head);
  }

  #withoutEmpty(head: readonly string[]): string[] {
    const { places } = this;
    return head.filter((text, index) => index >= places || (index % 2 === 0 ? head[index + 1] : text) !== '');
  }
}
