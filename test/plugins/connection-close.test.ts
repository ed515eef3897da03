import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { connectionClose } from '../../src/plugins/connection-close.ts';
import { until } from '../helpers/eventually.ts';

/** A server with a request under way that is answered on `release`, by Fastify or past it. */
async function holding(path: string): Promise<{ app: FastifyInstance; socket: Socket; release: () => void }> {
  const app = fastify();
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  await app.register(connectionClose);
  app.get('/ordinary', async () => {
    arrived.resolve();
    await gate.promise;
    return 'answered';
  });
  app.get('/hijacked', async (_request, reply) => {
    arrived.resolve();
    await gate.promise;
    reply.hijack();
    reply.raw.end('answered');
  });
  const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(address.port), address.hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await arrived.promise;
  return { app, socket, release: gate.resolve };
}

it.each([
  ['/ordinary', 'connection: close'],
  ['/hijacked', 'connection: keep-alive'],
])('the connection of a request under way at shutdown ends with its answer: %s', async (path, header) => {
  const { app, socket, release } = await holding(path);
  const closed = app.close();
  await until(() => !app.server.listening);
  release();
  const answer = await text(socket);
  expect(answer).toContain('answered');
  expect(answer.toLowerCase()).toContain(header);
  await closed;
});

it('connections are kept as long as the server runs', async () => {
  const { app, socket, release } = await holding('/ordinary');
  release();
  const [chunk] = await socket.take(1).toArray();
  expect(String(chunk).toLowerCase()).toContain('connection: keep-alive');
  await app.close();
});
