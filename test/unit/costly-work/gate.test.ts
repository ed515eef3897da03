import { expect, it } from 'vitest';
import { Gate, GateFull } from '../../../src/costly-work/gate.ts';

/** Notes when somebody is let in. */
function entering(gate: Gate, name: string, order: string[], signal?: AbortSignal): Promise<void> {
  return gate.enter(signal).then(() => void order.push(name));
}

it('lets so many in, and others in the order they came', async () => {
  const gate = new Gate(2, 3);
  const order: string[] = [];
  const all = ['a', 'b', 'c', 'd'].map((name) => entering(gate, name, order));
  await Promise.all(all.slice(0, 2));
  expect([gate.inside, gate.waiting, order]).toEqual([2, 2, ['a', 'b']]);
  gate.leave();
  await all[2];
  gate.leave();
  await all[3];
  expect([gate.inside, gate.waiting, order]).toEqual([2, 0, ['a', 'b', 'c', 'd']]);
  gate.leave();
  gate.leave();
  expect(gate.inside).toBe(0);
});

it('refuses more than may wait', async () => {
  const gate = new Gate(1, 1);
  await gate.enter(undefined);
  const waiting = gate.enter(undefined);
  await expect(gate.enter(undefined)).rejects.toThrow(GateFull);
  gate.leave();
  await waiting;
  expect(gate.inside).toBe(1);
});

it('forgets who gives up', async () => {
  const gate = new Gate(1, 1);
  await gate.enter(undefined);
  const impatient = new AbortController();
  const order: string[] = [];
  const gaveUp = entering(gate, 'impatient', order, impatient.signal);
  impatient.abort(new Error('enough'));
  await expect(gaveUp).rejects.toThrow('enough');
  expect(gate.waiting).toBe(0);
  await expect(gate.enter(impatient.signal)).rejects.toThrow('enough');
  const patient = new AbortController();
  const next = entering(gate, 'patient', order, patient.signal);
  gate.leave();
  await next;
  patient.abort();
  expect([gate.inside, order]).toEqual([1, ['patient']]);
});
