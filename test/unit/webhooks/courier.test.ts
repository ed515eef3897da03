import { expect, it, onTestFinished } from 'vitest';
import type { Delivery, Settlement } from '../../../src/registry/outbox.ts';
import type { SchemaId } from '../../../src/registry/schema.ts';
import { attemptDelivery, type Post } from '../../../src/webhooks/attempt.ts';
import { Courier, type CourierOptions } from '../../../src/webhooks/courier.ts';
import { readEndpoints } from '../../../src/webhooks/endpoint.ts';
import { defaultRetry } from '../../../src/webhooks/retry-options.ts';

const [endpoint] = readEndpoints('[{"name":"e","url":"https://e.example/hook"}]');
if (endpoint === undefined) throw new Error('No endpoint');

const delivery = (id: number, attempts = 0): Delivery => ({
  id,
  endpoint: 'e',
  event: '{"id":"x","data":{}}',
  schemaId: 3 as SchemaId,
  attempts,
});

function attempt(post: Post, attempts = 0) {
  return attemptDelivery(delivery(1, attempts), endpoint as NonNullable<typeof endpoint>, {
    post,
    retry: defaultRetry,
    now: () => 0,
  });
}

const answer =
  (status: number, headers = {}) =>
  async () =>
    new Response(null, { status, headers });

it('takes any 2xx for success, and nothing else', async () => {
  const sent: unknown[] = [];
  const post: Post = async (url, init) => {
    sent.push({ url, ...init });
    return new Response(null, { status: 202 });
  };
  expect(await attempt(post)).toEqual({ id: 1, outcome: 'delivered' });
  expect(sent).toMatchObject([{ url: 'https://e.example/hook', body: '{"id":"x","data":{"id":3}}' }]);
  for (const status of [302, 400, 410, 500]) {
    expect(await attempt(answer(status))).toMatchObject({
      outcome: 'failed',
      error: `The endpoint answered ${status}`,
    });
  }
});

it('waits longer after each failure, up to an hour, and as long as the endpoint asks', async () => {
  const waits = await Promise.all(
    Array.from({ length: 15 }, async (_, attempts) => {
      const settled = await attempt(answer(500), attempts);
      return settled.outcome === 'failed' ? settled.retryIn : -1;
    }),
  );
  for (const [attempts, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(0);
    expect(wait).toBeLessThanOrEqual(Math.min(3_600_000, 5000 * 2 ** attempts));
  }
  const asked = await attempt(answer(503, { 'retry-after': '600' }));
  expect(asked).toMatchObject({ retryIn: 600_000 });
  const tooLong = await attempt(answer(503, { 'retry-after': '999999' }));
  expect(tooLong).toMatchObject({ retryIn: 3_600_000 });
  const unreadable = await attempt(answer(503, { 'retry-after': 'soon' }));
  expect(unreadable.outcome === 'failed' && unreadable.retryIn).toBeLessThanOrEqual(5000);
});

it('gives up after the last attempt, and keeps what can be stored of the reason', async () => {
  const reason = `bad \0 ${'x'.repeat(500)}`;
  const settled = await attempt(() => Promise.reject(new Error(reason)), 15);
  expect(settled).toMatchObject({ outcome: 'dead', error: expect.stringMatching(/^Error: bad {2}x+$/) });
});

function courier(options: Partial<CourierOptions>) {
  const settled: Settlement[] = [];
  const errors: unknown[] = [];
  const made = new Courier({
    endpoint: endpoint as NonNullable<typeof endpoint>,
    outbox: { claim: async () => [] },
    settle: async (settlements) => settled.push(...settlements),
    post: answer(200),
    retry: defaultRetry,
    lease: 1000,
    poll: 10,
    delivers: () => true,
    now: () => 0,
    onSettled: () => undefined,
    onError: (error) => errors.push(error),
    ...options,
  });
  onTestFinished(() => made.stop());
  return { made, settled, errors };
}

it('asks again when the store did not answer', async () => {
  let asked = 0;
  const claim = async () => {
    asked += 1;
    if (asked === 1) throw new Error('away');
    return asked === 2 ? [delivery(1)] : [];
  };
  const { settled, errors } = courier({ outbox: { claim } });
  await expect.poll(() => settled).toEqual([{ id: 1, outcome: 'delivered' }]);
  expect(errors).toEqual([new Error('away')]);
});

it('delivers four at once, and asks for no more meanwhile', async () => {
  const limits: number[] = [];
  const gates: (() => void)[] = [];
  const claim = async (_endpoint: string, limit: number) => {
    limits.push(limit);
    return limits.length === 1 ? [1, 2, 3, 4].map((id) => delivery(id)) : [];
  };
  const post: Post = () =>
    new Promise((resolve) => gates.push(() => resolve(new Response(null, { status: 200 }))));
  const { made, settled } = courier({ outbox: { claim }, post, poll: 60_000 });
  await expect.poll(() => gates.length).toBe(4);
  made.wake();
  expect(limits).toEqual([4]);
  gates[0]?.();
  await expect.poll(() => limits).toEqual([4, 1]);
  for (const open of gates) open();
  await expect.poll(() => settled.length).toBe(4);
});

it('tells when what became of an event could not be written, and takes a cut-off attempt for no failure', async () => {
  const given = [[delivery(1)], [delivery(2)]];
  const cut = Promise.withResolvers<Response>();
  const posted = Promise.withResolvers<void>();
  let posts = 0;
  const { made, settled, errors } = courier({
    outbox: { claim: async () => given.shift() ?? [] },
    settle: () => Promise.reject(new Error('away')),
    async post() {
      posts += 1;
      if (posts === 1) return new Response(null, { status: 200 });
      posted.resolve();
      return cut.promise;
    },
  });
  await posted.promise;
  const stopped = made.stop();
  cut.reject(new Error('cut off'));
  await stopped;
  expect(errors).toEqual([new Error('away')]);
  expect(settled).toEqual([]);
});

it('does not tell an endpoint again and again while the store takes nothing', async () => {
  let posts = 0;
  const { made, errors } = courier({
    outbox: { claim: async () => [delivery(1)] },
    settle: () => Promise.reject(new Error('read-only')),
    async post() {
      posts += 1;
      return new Response(null, { status: 200 });
    },
    poll: 60_000,
  });
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  await made.stop();
  // As many as are delivered at once.
  expect(posts).toBeLessThanOrEqual(4);
});
