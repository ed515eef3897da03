import type { ServerResponse } from 'node:http';

declare module 'node:http' {
  interface ServerResponse {
    /** Status line and headers as Node has rendered them, until they are written. Not documented by Node. */
    _header?: string | null;
    /** Whether this is the last response on its connection, which Node then says. Not documented either. */
    maxRequestsOnConnectionReached?: boolean;
  }
}

/**
 * Status line and headers of 200 as one text, so that Node need not check and join again what never changes. It is
 * compared once with what Node itself renders: where the two differ, Node's own way is kept for good.
 */
export class HeadText {
  readonly #names: readonly string[];
  readonly #rest: string;
  #ending: string | undefined;
  #differs = false;
  #second = 0;
  #date = '';

  /**
   * @param head names and values by turns, as `writeHead` takes them
   * @param places how many of these pairs, the first ones, change from request to request
   */
  constructor(head: readonly string[], places: number) {
    const pairs = Array.from({ length: head.length / 2 }, (_, pair) => pair * 2);
    this.#names = pairs.slice(0, places).map((at) => `\r\n${head[at] ?? ''}: `);
    this.#rest = pairs
      .slice(places)
      .map((at) => `\r\n${head[at] ?? ''}: ${head[at + 1] ?? ''}`)
      .join('');
  }

  /**
   * Gives a response its head, unless that is for Node to do.
   * @param head with the values of this request
   * @param now milliseconds since 1970
   */
  give(response: ServerResponse, head: readonly string[], now: number): boolean {
    if (this.#ending === undefined || !isOrdinary(response)) return false;
    response._header = this.#render(head, now) + this.#ending;
    return true;
  }

  /** Looks at a head that Node has rendered just now, to give the same from then on. */
  learn(response: ServerResponse, head: readonly string[]): void {
    const { _header: text } = response;
    if (this.#ending !== undefined || this.#differs || !isOrdinary(response) || !text) return;
    const [, date = ''] = /\r\nDate: ([^\r]+)/.exec(text) ?? [];
    const start = this.#render(head, Date.parse(date));
    if (text.startsWith(start)) this.#ending = text.slice(start.length);
    else this.#differs = true;
  }

  #render(head: readonly string[], now: number): string {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#date = new Date(now).toUTCString();
    }
    let text = 'HTTP/1.1 200 OK';
    let at = 1;
    for (const name of this.#names) {
      text += name + (head[at] ?? '');
      at += 2;
    }
    return `${text}${this.#rest}\r\nDate: ${this.#date}`;
  }
}

/** Whether the connection stays open, so that all such responses end alike. */
function isOrdinary({ shouldKeepAlive, maxRequestsOnConnectionReached, req }: ServerResponse): boolean {
  return (
    shouldKeepAlive &&
    maxRequestsOnConnectionReached !== true &&
    req.httpVersionMajor === 1 &&
    req.httpVersionMinor === 1
  );
}
