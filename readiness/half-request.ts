import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Service } from './service.ts';

/** A request of which the rest is still to come. */
export interface HalfRequest {
  /** Sends the rest; resolves with the whole answer. */
  finish(): Promise<string>;
}

type Address = Pick<Service, 'url'>;

/** Begins to register a schema, over a connection of its own, and stops amid the body. */
export function beginRegistration(service: Address): HalfRequest {
  const body = JSON.stringify({ schemaType: 'JSON', schema: '{}' });
  const fields = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return begin(
    service,
    `${head('POST /subjects/half/versions', fields)}\r\n${body.slice(0, 5)}`,
    body.slice(5),
  );
}

/** Begins to read a path, over a connection of its own, and stops before the end of the headers. */
export function beginRead(service: Address, path: string): HalfRequest {
  return begin(service, head(`GET ${path}`, []), '\r\n');
}

function head(request: string, fields: readonly string[]): string {
  return [`${request} HTTP/1.1`, 'Host: a', 'Connection: close', ...fields, ''].join('\r\n');
}

function begin({ url }: Address, first: string, rest: string): HalfRequest {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(first);
  const answered = text(socket).catch(String);
  return {
    finish() {
      socket.write(rest);
      return answered;
    },
  };
}
