import { once } from 'node:events';
import fastify, { type FastifyInstance } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { defaultBreaker } from '../../src/outbound/options.ts';
import { errors } from '../../src/plugins/errors.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import { outbound } from '../../src/plugins/outbound.ts';
import { drain } from '../../src/shutdown.ts';
import { answering, type HttpPeer, type PeerHandler, silence, startHttpPeer } from '../helpers/http-peer.ts';
import { LogLines } from '../helpers/log-lines.ts';

const total = 600;
/** What an answer still takes when its time is over, in milliseconds. */
const slack = 1000;

/** A service that asks another server for each of its answers. */
async function start(peer: HttpPeer): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(errors);
  await app.register(metrics, { version: '1', log: new LogLines() });
  await app.register(outbound, {
    allowPrivate: '127.0.0.1',
    timeouts: { connect: 300, headers: 300, body: 300, total },
    breaker: { ...defaultBreaker, firstPause: 200, maxPause: 200 },
    patience: 0,
  });
  app.get('/', async (_request, reply) => {
    const answer = await app.outbound.fetch(peer.url).catch(() => undefined);
    return reply.code(answer?.status ?? 503).send(await answer?.text());
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

interface Seen {
  readonly statuses: readonly number[];
  /** By how much answers came later than they may at most, in milliseconds, as timers of this busy process tell it. */
  readonly late: number;
}

/** Clients, each asking `times` times in a row. */
async function load(app: FastifyInstance, times: number, clients = 16): Promise<Seen> {
  const statuses: number[] = [];
  let late = 0;
  async function client(): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      let due = Number.POSITIVE_INFINITY;
      const timer = setTimeout(() => {
        due = performance.now();
      }, total);
      const answer = await fetch(app.listeningOrigin);
      await answer.arrayBuffer();
      clearTimeout(timer);
      late = Math.max(late, performance.now() - due);
      statuses.push(answer.status);
    }
  }
  await Promise.all(Array.from({ length: clients }, client));
  return { statuses, late };
}

/** The value of a metric of the only host. */
async function measured(app: FastifyInstance, name: string, label: string): Promise<number> {
  const text = await app.metricsRegistry.metrics();
  const line = text.split('\n').find((each) => each.startsWith(`${name}{`) && each.includes(label));
  return Number(line?.split(' ').at(-1) ?? 0);
}

const breakerIs = (app: FastifyInstance, state: string) =>
  measured(app, 'schemagate_outbound_breaker_state', `state="${state}"`);
const breakerBecame = (app: FastifyInstance, state: string) =>
  measured(app, 'schemagate_outbound_breaker_changes_total', `state="${state}"`);

/** Fails every other time. */
function half(): PeerHandler {
  let count = 0;
  return (request, response) => answering((count += 1) % 2 === 0 ? 200 : 503)(request, response);
}

it('bounds what callers wait for a server that fails by half, then wholly, then hangs, and finds it again', async () => {
  const peer = await startHttpPeer();
  onTestFinished(() => peer.close());
  const app = await start(peer);
  onTestFinished(() => app.close());

  peer.answer(half());
  // One client, so that answers come in the order sent: of several at once, too many failures may come first.
  const halfFailing = await load(app, 96, 1);
  const good = halfFailing.statuses.filter((status) => status === 200).length;
  expect(good / halfFailing.statuses.length).toBeGreaterThan(0.5);
  expect(halfFailing.late).toBeLessThan(slack);

  peer.answer(answering(500));
  await load(app, 4);
  expect(await breakerBecame(app, 'open')).toBeGreaterThan(0);
  const before = peer.requests.length;
  const failing = await load(app, 20);
  expect(new Set(failing.statuses)).not.toContain(200);
  expect(failing.late).toBeLessThan(slack);
  // Now and then one to try, instead of a thousand with retries.
  expect(peer.requests.length - before).toBeLessThan(40);

  peer.answer(silence);
  const hanging = await load(app, 6);
  expect(new Set(hanging.statuses)).toEqual(new Set([503]));
  expect(hanging.late).toBeLessThan(slack);

  peer.answer(answering(200));
  await expect.poll(async () => (await fetch(app.listeningOrigin)).status, { interval: 20 }).toBe(200);
  expect(await breakerBecame(app, 'half-open')).toBeGreaterThan(0);
  expect(await breakerBecame(app, 'closed')).toBeGreaterThan(0);
  expect(await breakerIs(app, 'closed')).toBe(1);
  expect(new Set((await load(app, 2)).statuses)).toEqual(new Set([200]));
}, 180_000);

it('answers what it accepted when it is told to end amid calls to a slow server', async () => {
  const held: (() => void)[] = [];
  const peer = await startHttpPeer((request, response) => held.push(() => answering(200)(request, response)));
  onTestFinished(() => peer.close());
  const app = await start(peer);
  const asked = Array.from({ length: 8 }, () =>
    fetch(app.listeningOrigin, { headers: { connection: 'close' } }),
  );
  await expect.poll(() => held.length).toBe(8);
  const closing = once(app.server, 'close');
  const drained = drain(app, 5000);
  for (const answer of held) answer();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  await Promise.all([drained, closing]);
  await expect(app.outbound.fetch(peer.url)).rejects.toThrow('shutting down');
});
