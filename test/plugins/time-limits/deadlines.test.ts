import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deadlines, Wait } from '../../../src/plugins/time-limits/deadlines.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('gives each up when its own time is over, by one timer for all', () => {
  const deadlines = new Deadlines(100);
  const given: string[] = [];
  const add = (name: string) => {
    const wait = new Wait(() => given.push(name));
    deadlines.add(wait);
    return wait;
  };
  add('a');
  vi.advanceTimersByTime(40);
  const answered = add('b');
  add('c');
  expect(vi.getTimerCount()).toBe(1);
  deadlines.remove(answered);
  vi.advanceTimersByTime(59);
  expect(given).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(given).toEqual(['a']);
  vi.advanceTimersByTime(39);
  expect(given).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(given).toEqual(['a', 'c']);
  expect(vi.getTimerCount()).toBe(0);
  add('d');
  vi.advanceTimersByTime(100);
  expect(given).toEqual(['a', 'c', 'd']);
});

it('sets no limit of 0', () => {
  new Deadlines(0).add(new Wait(() => undefined));
  expect(vi.getTimerCount()).toBe(0);
});

it('tells by a signal, whenever that is asked for, and why', () => {
  const wait = new Wait(() => undefined);
  const { signal } = wait;
  expect(signal.aborted).toBe(false);
  wait.abort('first');
  wait.abort('second');
  expect([signal.aborted, signal.reason]).toEqual([true, 'first']);
  expect(wait.signal).toBe(signal);
  const late = new Wait(() => undefined);
  late.abort('before');
  expect([late.signal.aborted, late.signal.reason]).toEqual([true, 'before']);
});
