import { STATUS_CODES } from 'node:http';

/**
 * A refusal that HTTP itself has a status for.
 * The message is written for the client; nothing of the server's inside belongs in it.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly statusCode: number;
  /** Of the answer, beside those that every answer has. Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly errorCode: number;

  /** Without a message, the one the Confluent API gives for the status; without a code, the status. */
  constructor(
    statusCode: number,
    message: string = genericMessage(statusCode),
    headers: Readonly<Record<string, string>> = {},
    errorCode: number = statusCode,
  ) {
    super(message);
    this.statusCode = statusCode;
    this.headers = headers;
    this.errorCode = errorCode;
  }
}

/** The message the Confluent API gives for a status that has no code of the registry's own, and what to change. */
export function genericMessage(status: number): string {
  return `HTTP ${status} ${STATUS_CODES[status] ?? 'Error'}${advice[status] ?? ''}`;
}

const advice: Readonly<Record<number, string>> = {
  413: '. Send a smaller body; BODY_LIMIT_BYTES says how large one may be.',
  415: '. Send JSON, with Content-Type: application/json.',
};

/** The body of a refusal with the general message. Clients need both fields present and truthy. */
export function httpErrorBody(status: number): { error_code: number; message: string } {
  return { error_code: status, message: genericMessage(status) };
}
