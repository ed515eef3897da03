import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { GatheringSocket } from '../../../../src/storage/postgres/gathering-socket.ts';

/** What the driver does for each statement. */
function send(socket: GatheringSocket, statement: string): void {
  socket.cork();
  for (const part of statement) socket.write(part);
  socket.uncork();
}

it('sends in one call what is written in one go, in order', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const received = once(server, 'connection').then(([peer]) => text(peer as Socket));
  const socket = new GatheringSocket();
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const calls = vi.spyOn(socket, '_writev');

  for (const statement of ['begin;', 'insert;', 'commit;']) send(socket, statement);
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toHaveBeenCalledOnce();
  expect(socket.writableCorked).toBe(0);

  send(socket, 'select;');
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toHaveBeenCalledTimes(2);
  socket.end();
  expect(await received).toBe('begin;insert;commit;select;');
});
