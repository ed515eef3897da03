import { expect, it } from 'vitest';
import { FloodGuard } from '../../../src/audit/flood-guard.ts';
import { RecordingTrail } from '../../helpers/recording-trail.ts';

const denial = { event: 'authentication.failed', outcome: 'denied', actor: 'anonymous:' } as const;
const limits = { windowMs: 1000, perSource: 2, perKind: 5 };

function guarded() {
  const trail = new RecordingTrail();
  const clock = { now: 10_000 };
  return { trail, clock, guard: new FloodGuard(trail, () => clock.now, limits) };
}

it('counts denials beyond the limit of one source, and of all, and tells of them later', () => {
  const { trail, clock, guard } = guarded();
  for (let index = 0; index < 10; index++) guard.record({ ...denial, address: '10.0.0.1' });
  for (let index = 0; index < 10; index++) guard.record({ ...denial, address: `10.0.1.${index}` });
  expect(trail.events.map(({ address }) => address)).toEqual([
    '10.0.0.1',
    '10.0.0.1',
    '10.0.1.0',
    '10.0.1.1',
    '10.0.1.2',
  ]);
  clock.now += 1000;
  guard.record({ ...denial, address: '10.0.0.1' });
  expect(trail.events.slice(5)).toEqual([
    {
      event: 'audit.suppressed',
      outcome: 'denied',
      actor: 'system',
      details: { event: 'authentication.failed', count: 15 },
    },
    { ...denial, address: '10.0.0.1' },
  ]);
  guard.flush();
  expect(trail.events.length).toBe(7);
});

it('holds back nothing but denials', () => {
  const { trail, guard } = guarded();
  for (let index = 0; index < 100; index++) guard.record({ ...denial, outcome: 'success' });
  for (let index = 0; index < 100; index++) guard.record({ ...denial, outcome: 'failure' });
  expect(trail.events.length).toBe(200);
});

it('keeps kinds apart', () => {
  const { trail, guard } = guarded();
  for (const event of ['a', 'a', 'a', 'b']) guard.record({ ...denial, event });
  expect(trail.events.map(({ event }) => event)).toEqual(['a', 'a', 'b']);
});
