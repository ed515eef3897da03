import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { ActiveRequests } from '../../../src/plugins/metrics/active-requests.ts';

it('counts requests under way, several on one connection, and never twice less', () => {
  const active = new ActiveRequests();
  const [one, two] = [new Socket(), new Socket()];
  active.begin(one);
  active.begin(one);
  active.begin(two);
  expect(active.count).toBe(3);
  active.end(two);
  one.emit('close');
  expect(active.count).toBe(0);
  active.end(one);
  active.end(new Socket());
  expect(active.count).toBe(0);
});
