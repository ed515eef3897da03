import { expect, it } from 'vitest';
import { OutboundError, toOutboundError } from '../../../src/outbound/errors.ts';
import { retryAfterMs } from '../../../src/outbound/retry-after.ts';
import { RetryBudget } from '../../../src/outbound/retry-budget.ts';
import { RetryPlan } from '../../../src/outbound/retry-plan.ts';

it('reads Retry-After in seconds and as a date', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  expect(retryAfterMs('7', now)).toBe(7000);
  expect(retryAfterMs('Tue, 24 Nov 2026 12:00:05 GMT', now)).toBe(5000);
  expect(retryAfterMs('Tue, 24 Nov 2026 11:00:00 GMT', now)).toBe(0);
  expect([retryAfterMs('soon', now), retryAfterMs(null, now), retryAfterMs(undefined, now)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('lets a fifth of the calls be made again, beside the first ten', () => {
  const budget = new RetryBudget({ share: 0.2, most: 10 });
  let retries = 0;
  for (let call = 0; call < 1000; call += 1) {
    budget.deposit();
    if (budget.withdraw()) retries += 1;
  }
  expect(retries).toBeGreaterThan(200);
  expect(retries).toBeLessThanOrEqual(210);
});

interface Case {
  readonly repeatable?: boolean;
  readonly remaining?: number;
  readonly tokens?: number;
}

function plan({ repeatable = true, remaining = 10_000, tokens = 10 }: Case = {}) {
  const spent: string[] = [];
  const made = new RetryPlan({
    retries: 2,
    repeatable,
    budget: new RetryBudget({ share: 0, most: tokens }),
    remaining: () => remaining,
    onBudgetSpent: () => spent.push('spent'),
  });
  return { made, spent };
}

const answer = (status: number, retryAfter?: string) =>
  new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
const fault = (kind: ConstructorParameters<typeof OutboundError>[0]) => new OutboundError(kind, kind);

it('retries what may pass, at most as often as it may', () => {
  const { made } = plan();
  expect(made.afterAnswer(answer(503))).toBe(true);
  expect(made.delay).toBeLessThanOrEqual(100);
  expect(made.afterError(fault('network'))).toBe(true);
  expect(made.delay).toBeLessThanOrEqual(200);
  expect(made.afterError(fault('timeout'))).toBe(false);
});

it('retries neither refusals nor what is no fault of the way', () => {
  const { made } = plan();
  for (const kind of [
    'forbidden',
    'circuit-open',
    'too-large',
    'redirect',
    'aborted',
    'closed',
    'overloaded',
  ] as const)
    expect(made.afterError(fault(kind))).toBe(false);
  expect(made.afterError(new TypeError('fault of ours'))).toBe(false);
  for (const status of [200, 304, 400, 404, 501]) expect(made.afterAnswer(answer(status))).toBe(false);
  expect(made.afterAnswer('no answer')).toBe(false);
});

it('sends what may not be sent twice again only when it was not carried out', () => {
  const { made } = plan({ repeatable: false });
  expect(made.afterError(fault('network'))).toBe(false);
  expect(made.afterError(fault('timeout'))).toBe(false);
  expect(made.afterAnswer(answer(503))).toBe(false);
  expect(made.afterError(fault('connect'))).toBe(true);
  expect(made.afterAnswer(answer(429))).toBe(true);
});

it('waits as long as it is asked to, unless that takes the rest of the time', () => {
  const { made } = plan({ remaining: 5000 });
  expect(made.afterAnswer(answer(429, '4'))).toBe(true);
  expect(made.delay).toBe(4000);
  expect(made.afterAnswer(answer(429, '60'))).toBe(false);
});

it('tells when the budget keeps it from a retry', () => {
  const { made, spent } = plan({ tokens: 1 });
  expect([made.afterAnswer(answer(500)), made.afterAnswer(answer(500))]).toEqual([true, false]);
  expect(spent).toEqual(['spent']);
});

it('names the kind of what the transport threw', () => {
  const coded = (code: string) => toOutboundError(Object.assign(new Error('x'), { code }), 'h').fault;
  expect(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'].map(coded)).toEqual(
    Array(3).fill('connect'),
  );
  expect(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].map(coded)).toEqual(Array(2).fill('timeout'));
  expect(['ECONNRESET', 'UND_ERR_SOCKET'].map(coded)).toEqual(Array(2).fill('network'));
  expect(toOutboundError('odd', 'h').fault).toBe('network');
  const forbidden = fault('forbidden');
  expect(toOutboundError(forbidden, 'h')).toBe(forbidden);
  expect(toOutboundError(new TypeError('failed', { cause: forbidden }), 'h')).toBe(forbidden);
});
