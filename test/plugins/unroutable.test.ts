import { afterAll, describe, expect, it } from 'vitest';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { answerUnreadable } from '../../src/plugins/unroutable.ts';
import { toyApp } from './toy-app.ts';

const app = toyApp();
afterAll(() => app.close());

/** A socket that records what is done to it, for the moments that cannot be had on purpose from a real one. */
function recordingSocket(state: { writable: boolean; destroyed: boolean }) {
  const written: string[] = [];
  const calls: string[] = [];
  return {
    ...state,
    written,
    calls,
    write: (text: string) => written.push(text),
    destroy: () => calls.push('destroy'),
  };
}

function clientError(code?: string): Error & { code?: string } {
  return Object.assign(new Error('client'), code === undefined ? {} : { code });
}

describe('answerUnreadable', () => {
  it.each([
    ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout', 408],
    ['HPE_HEADER_OVERFLOW', 'HTTP/1.1 431 Request Header Fields Too Large', 431],
    [undefined, 'HTTP/1.1 400 Bad Request', 400],
  ])('answers %s with %s', (code, statusLine, status) => {
    const socket = recordingSocket({ writable: true, destroyed: false });
    answerUnreadable(clientError(code), socket);
    const [head = '', body = ''] = (socket.written[0] ?? '').split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe(statusLine);
    expect(JSON.parse(body)).toEqual({ error_code: status, message: `HTTP ${statusLine.slice(9)}` });
    expect(head).toContain(`content-length: ${body.length}`);
    expect(socket.calls).toEqual(['destroy']);
  });

  it('only closes a socket that takes no more', () => {
    const socket = recordingSocket({ writable: false, destroyed: false });
    answerUnreadable(clientError('HPE_INVALID_METHOD'), socket);
    expect(socket).toMatchObject({ written: [], calls: ['destroy'] });
  });

  it.each([
    ['ECONNRESET', false],
    ['HPE_INVALID_METHOD', true],
  ])('leaves alone a socket that is gone (%s, destroyed %s)', (code, destroyed) => {
    const socket = recordingSocket({ writable: true, destroyed });
    answerUnreadable(clientError(code), socket);
    expect(socket).toMatchObject({ written: [], calls: [] });
  });
});

it('sends the headers that every reply carries, and nothing of the error itself', async () => {
  await app.register(replyHeaders);
  app.replyHeaders.fixed('x-fixed', '1');
  app.replyHeaders.perRequest('x-id', (request) => request.id);
  await app.ready();
  const response = await app.inject('/%ff');
  expect(response.statusCode).toBe(400);
  expect(response.headers).toMatchObject({ 'x-fixed': '1', 'x-id': 'req-1' });
  expect(response.body).not.toMatch(/FST_|url component/);
});
