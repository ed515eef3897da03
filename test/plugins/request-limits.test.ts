import { once } from 'node:events';
import { connect } from 'node:http2';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { requestLimits } from '../../src/plugins/request-limits.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

it('long targets and many headers are refused with what the limit is', async () => {
  const app = toyApp();
  await app.register(requestLimits, {
    maxUrlBytes: 20,
    maxHeaders: 4,
    maxHeaderBytes: 1000,
    maxConnections: 7,
  });
  app.get('/a', () => 'fine');
  const line = `GET /a?${'b'.repeat(17)}`;
  expect(await sendRaw(app, requestText(line, ['C: d', 'C: d']))).toMatchObject({ status: 200 });
  expect(await sendRaw(app, requestText(`${line}b`))).toMatchObject({
    status: 414,
    body: expect.stringContaining('longer than 20 bytes') as string,
  });
  expect(await sendRaw(app, requestText(line, ['C: d', 'C: d', 'C: d']))).toMatchObject({
    status: 431,
    body: expect.stringContaining('more than 4 headers') as string,
  });
  expect(app.server.maxConnections).toBe(7);
  await app.close();
});

it('headers over HTTP/2 are counted here, since Node lets those pass that come before its own limit is known', async () => {
  const app = fastify({ http2: true });
  await app.register(requestLimits, {
    maxUrlBytes: 20,
    maxHeaders: 20,
    maxHeaderBytes: 1000,
    maxConnections: 7,
  });
  app.get('/a', () => 'fine');
  const session = connect(await app.listen({ port: 0, host: '127.0.0.1' }));
  const status = async (length: number) => {
    const stream = session.request({ ':path': '/a', x: 'x'.repeat(length) });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    await once(stream.resume(), 'close');
    return headers[':status'];
  };
  expect([await status(800), await status(1000)]).toEqual([200, 431]);
  session.close();
  await app.close();
});
