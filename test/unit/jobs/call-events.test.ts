import { expect, it } from 'vitest';
import { type CallEvent, sendingListener, tell } from '../../../src/jobs/call-events.ts';

it('tells a listener on another thread all that one here would be told', () => {
  const sent: CallEvent[] = [];
  const there = sendingListener((event) => sent.push(structuredClone(event)));
  there.onAttempt?.({ host: 'a', outcome: 'success', seconds: 1 });
  there.onRetry?.({ host: 'b' });
  there.onBudgetSpent?.({ host: 'c' });
  there.onBreaker?.({ host: 'd', state: 'open' });
  const told: unknown[] = [];
  const names = ['onAttempt', 'onRetry', 'onBudgetSpent', 'onBreaker'] as const;
  const here = Object.fromEntries(names.map((name) => [name, (what: unknown) => told.push([name, what])]));
  for (const event of sent) {
    tell(here, event);
    tell({}, event);
  }
  expect(told).toEqual([
    ['onAttempt', { host: 'a', outcome: 'success', seconds: 1 }],
    ['onRetry', { host: 'b' }],
    ['onBudgetSpent', { host: 'c' }],
    ['onBreaker', { host: 'd', state: 'open' }],
  ]);
});
