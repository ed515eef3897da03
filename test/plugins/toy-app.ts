import type { AddressInfo } from 'node:net';
import net from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { responseMediaTypes } from '../../src/plugins/content-negotiation.ts';
import { HttpError, httpErrorBody } from '../../src/plugins/http-error.ts';
import { httpOptions } from '../../src/plugins/http-options.ts';

/** An app with the constructor options of the service and an error handler that shows what it was given. */
export function toyApp(): FastifyInstance {
  const app = Fastify({ ...httpOptions, bodyLimit: 4 * 1024 * 1024 });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const general = httpErrorBody(status);
    const body = error instanceof HttpError ? { ...general, message: error.message } : general;
    reply
      .code(status)
      .type(responseMediaTypes[0])
      .send(Buffer.from(JSON.stringify(body)));
  });
  return app;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends these bytes to the app over a socket of their own, and reads until the server closes it. */
export async function sendRaw(app: FastifyInstance, request: string | Buffer): Promise<RawResponse> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const socket = net.connect(port, '127.0.0.1');
  socket.end(request);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: rest.join('\r\n\r\n'),
  };
}

/** A request without body, that asks the server to close the connection after it. */
export function requestText(line: string, headers: readonly string[] = []): string {
  return [`${line} HTTP/1.1`, 'Host: registry.test', 'Connection: close', ...headers, '', ''].join('\r\n');
}
