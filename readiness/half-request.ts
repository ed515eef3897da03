import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Service } from './service.ts';

/** A request of which the second half of the body is still to come. */
export interface HalfRequest {
  /** Sends the rest; resolves with the whole answer. */
  finish(): Promise<string>;
}

/** Begins to register a schema, over a connection of its own. */
export function beginRequest({ url }: Pick<Service, 'url'>): HalfRequest {
  const body = JSON.stringify({ schemaType: 'JSON', schema: '{}' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const head = [
    'POST /subjects/half/versions HTTP/1.1',
    'Host: a',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  const answered = text(socket).catch(String);
  return {
    finish() {
      socket.write(body.slice(5));
      return answered;
    },
  };
}
