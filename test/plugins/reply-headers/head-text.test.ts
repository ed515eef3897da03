import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { HeadText } from '../../../src/plugins/reply-headers/head-text.ts';

const now = Date.parse('2026-01-02T03:04:05.678Z');
let server: Server | undefined;
afterEach(() => server?.close());

/** What a server answers to these requests on one connection, and which of the heads came from the text. */
async function answers(
  requests: string,
  { dated = true, most = 0 } = {},
): Promise<{ raw: string; given: boolean[] }> {
  const head = ['x-request-id', '', 'etag', '"1"', 'content-length', '2', 'x-fixed', 'yes'];
  const headText = new HeadText(head, 3);
  const given: boolean[] = [];
  server = createServer((request, response) => {
    head[1] = String(request.headers['x-request-id']);
    response.sendDate = dated;
    const byText = headText.give(response, head, now);
    given.push(byText);
    if (!byText) {
      response.writeHead(200, head);
      headText.learn(response, head);
    }
    response.end('ok');
  }).listen(0, '127.0.0.1');
  server.maxRequestsPerSocket = most;
  await new Promise((resolve) => server?.once('listening', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(requests);
  return { raw: await text(socket), given };
}

const get = (id: string, more = '', version = '1.1') =>
  `GET / HTTP/${version}\r\nHost: localhost\r\nX-Request-ID: ${id}\r\n${more}\r\n`;
const last = get('last', 'Connection: close\r\n');
const withoutDate = (raw: string) => raw.replaceAll(/Date: [^\r]+/g, 'Date');

it('says what Node said once', async () => {
  const { raw, given } = await answers(get('a') + get('b') + get('c', 'Connection: keep-alive\r\n') + last);
  expect(given).toEqual([false, true, true, false]);
  const [first = '', second, third] = withoutDate(raw).split(/(?<=\r\n\r\nok)/);
  expect(first).toContain('x-request-id: a\r\n');
  expect(second).toBe(first.replace('x-request-id: a', 'x-request-id: b'));
  expect(third).toBe(first.replace('x-request-id: a', 'x-request-id: c'));
  expect(raw.split('Date: Fri, 02 Jan 2026 03:04:05 GMT\r\n')).toHaveLength(3);
});

it('leaves connections that end to Node, and learns nothing from them', async () => {
  const old = get('a', 'Connection: keep-alive\r\n', '1.0');
  const { raw, given } = await answers(old + get('b') + old + last);
  expect(given).toEqual([false, false, false, false]);
  expect(raw.split('Connection: close\r\n')).toHaveLength(2);
});

it('leaves the last response that a connection may have to Node', async () => {
  const { raw, given } = await answers(get('a') + get('b') + get('c'), { most: 3 });
  expect(given).toEqual([false, true, false]);
  expect(raw.split('Connection: close\r\n')).toHaveLength(2);
});

it('leaves everything to Node when Node says something else', async () => {
  const { raw, given } = await answers(get('a') + get('b') + last, { dated: false });
  expect(given).toEqual([false, false, false]);
  expect(raw).not.toContain('Date');
});
