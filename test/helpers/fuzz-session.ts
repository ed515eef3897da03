import { answerProblems } from './answer-problems.ts';
import { RawConnection, requestBytes } from './raw-http.ts';
import type { FuzzRequest } from './request-arbitraries.ts';

export interface Answered {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly body: string;
  readonly problems: readonly string[];
}

/** Sends requests to one server, over one connection as long as that lasts. */
export class FuzzSession {
  readonly #port: number;
  #connection: RawConnection | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends the request and says what is wrong with its answer. */
  async send(request: FuzzRequest): Promise<Answered> {
    const connection = this.#connected();
    connection.write(requestBytes(request.line, request.headers, request.body));
    const answer = await connection.read({ head: request.line.startsWith('HEAD ') });
    if (answer?.headers['connection'] === 'close') this.close();
    const { status = 0, body = '' } = answer ?? {};
    return { status, body, problems: answerProblems(request, answer) };
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #connected(): RawConnection {
    if (this.#connection === undefined || this.#connection.ended)
      this.#connection = new RawConnection(this.#port);
    return this.#connection;
  }
}
