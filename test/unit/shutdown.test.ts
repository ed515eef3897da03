import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { loggingServerOptions } from '../../src/plugins/logging.ts';
import { drain } from '../../src/shutdown.ts';
import { LogLines } from '../helpers/log-lines.ts';

interface Held {
  readonly app: FastifyInstance;
  readonly log: LogLines;
  readonly socket: Socket;
  /** Lets the request under way be answered. */
  readonly release: () => void;
}

/** A server in the middle of a request. */
async function holding(): Promise<Held> {
  const log = new LogLines();
  const app = fastify(loggingServerOptions({ level: 'info', destination: log }));
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  app.get('/', async () => {
    arrived.resolve();
    await gate.promise;
    return { done: true };
  });
  const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(address.port), address.hostname);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await arrived.promise;
  return { app, log, socket, release: gate.resolve };
}

describe('draining', () => {
  it('lets requests under way finish', async () => {
    const { app, log, socket, release } = await holding();
    const drained = drain(app, 60_000);
    release();
    expect(await text(socket)).toContain('{"done":true}');
    await drained;
    expect(log.lines.filter((line) => Number(line['level']) > 30)).toEqual([]);
  });

  it('cuts off what is left after its time', async () => {
    const { app, log, socket } = await holding();
    await drain(app, 20);
    expect(await text(socket)).toBe('');
    expect(log.with('requests still under way after 20 ms are cut off')).toMatchObject([{ level: 40 }]);
  });
});
