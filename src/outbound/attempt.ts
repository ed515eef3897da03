import { Readable } from 'node:stream';
import { type Dispatcher, request as send } from 'undici';
import { OutboundError } from './errors.ts';
import type { PreparedRequest } from './request.ts';

export interface AttemptOptions {
  readonly dispatcher: Dispatcher;
  /** In milliseconds. */
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly maxBytes: number;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

const withoutBody = new Set([204, 205, 304]);

/**
 * Sends the request once, follows no redirect, and resolves with the answer, its body read unless it is to be
 * streamed. @throws what undici throws; OutboundError `too-large`
 */
export async function attempt(request: PreparedRequest, options: AttemptOptions): Promise<Response> {
  const { dispatcher, headersTimeout, bodyTimeout, signal } = options;
  const answer = await send(request.url, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body(),
    dispatcher,
    headersTimeout,
    bodyTimeout,
    signal,
  });
  // One that is given up tells so once more.
  answer.body.on('error', () => undefined);
  const bytes = await bodyOf(answer, request.url.host, options);
  return new Response(withoutBody.has(answer.statusCode) ? null : bytes, {
    status: answer.statusCode,
    headers: headersOf(answer.headers),
  });
}

type Answer = Dispatcher.ResponseData<unknown>;

async function bodyOf(
  { body, headers }: Answer,
  host: string,
  { maxBytes, stream }: AttemptOptions,
): Promise<ConstructorParameters<typeof Response>[0]> {
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge(body, host, maxBytes);
  if (stream) return Readable.toWeb(body);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(body, host, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(body: Readable, host: string, maxBytes: number): OutboundError {
  body.destroy();
  return new OutboundError('too-large', `The answer of ${host} has more than ${maxBytes} bytes`);
}

function headersOf(received: Answer['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}
