import plainRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anonymous } from '../../src/access/principal.ts';
import { errors } from '../../src/plugins/errors.ts';
import { rateLimit } from '../../src/plugins/rate-limit.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { auditInto, RecordingTrail } from '../helpers/recording-trail.ts';

const windowMs = 60_000;
let trail = new RecordingTrail();
const errorForm = { error_code: 429, message: 'Rate limit exceeded, retry in 1 minute' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  trail = new RecordingTrail();
});
afterEach(() => {
  vi.useRealTimers();
});

async function app(setUp: (app: FastifyInstance) => unknown): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(auditInto(trail));
  app.decorateRequest('principal', { getter: () => anonymous });
  await setUp(app);
  app.get('/things', () => ({}));
  app.get('/health/live', () => ({}));
  return app;
}

const plain = (max: number) => app((app) => app.register(plainRateLimit, { max, timeWindow: windowMs }));
const mine = (max: number) => app((app) => app.register(rateLimit, { max, windowMs }));

/** The same walk through a window and into the next, by several clients, one of them with a whole subnet. */
async function walk(app: FastifyInstance): Promise<object[]> {
  const steps: [address: string, afterMs: number][] = [
    ['10.0.0.1', 0],
    ['10.0.0.1', 900],
    ['10.0.0.2', 0],
    ['10.0.0.1', 200],
    ['10.0.0.1', 0],
    ['2001:db8::1', 0],
    ['2001:db8::ffff', 0],
    ['::ffff:10.0.0.2', 0],
    ['10.0.0.1', windowMs - 1101],
    ['10.0.0.1', 1],
    ['10.0.0.1', 0],
  ];
  const answers: object[] = [];
  vi.setSystemTime(1_000_000);
  for (const [remoteAddress, afterMs] of steps) {
    vi.setSystemTime(Date.now() + afterMs);
    answers.push(summary(await app.inject({ url: '/things', remoteAddress })));
  }
  await app.close();
  return answers;
}

function summary(response: LightMyRequestResponse): object {
  const headers = Object.entries(response.headers).filter(([name]) => /ratelimit|retry-after/.test(name));
  return { status: response.statusCode, headers: Object.fromEntries(headers), body: response.json() };
}

describe('the rate limit', () => {
  it.each([1, 2, 100])(
    'answers a sequence of requests as the plain plugin does, with a limit of %i',
    async (max) => {
      const expected = await walk(await plain(max));
      expect(await walk(await mine(max))).toEqual(expected);
      expect(expected[0]).toHaveProperty(['headers', 'x-ratelimit-remaining'], String(max - 1));
    },
  );

  it('refuses in the form of errors, and counts the refusal', async () => {
    const limited = await mine(1);
    await limited.inject('/things');
    const refused = await limited.inject('/things');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toEqual(errorForm);
    expect(limited.errorCounts.entries()).toContainEqual(['rate-limit', 1]);
    await limited.close();
  });

  it('counts paths that do not exist, and never probes', async () => {
    const limited = await mine(1);
    expect((await limited.inject('/nowhere')).statusCode).toBe(404);
    expect((await limited.inject('/nowhere')).statusCode).toBe(429);
    const probe = await limited.inject('/health/live');
    expect(probe.statusCode).toBe(200);
    expect(Object.keys(probe.headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    await limited.close();
  });

  it('is recorded once for each client and window', async () => {
    const limited = await mine(2);
    for (const remoteAddress of ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2']) {
      await limited.inject({ url: '/things', remoteAddress });
    }
    const hit = { event: 'rate-limit.exceeded', outcome: 'denied', actor: 'anonymous:', requestId: 'req-3' };
    expect(trail.events).toEqual([
      { ...hit, address: '10.0.0.1', details: { method: 'GET', route: '/things' } },
    ]);
    await limited.close();
  });

  it('is off at 0', async () => {
    const unlimited = await mine(0);
    const response = await unlimited.inject('/things');
    expect(summary(response)).toEqual({ status: 200, headers: {}, body: {} });
    await unlimited.close();
  });
});
