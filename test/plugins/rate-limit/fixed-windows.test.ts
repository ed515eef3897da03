import { describe, expect, it } from 'vitest';
import { FixedWindows } from '../../../src/plugins/rate-limit/fixed-windows.ts';

describe('fixed windows', () => {
  it('begin with the first request of a key and end after their length', () => {
    const windows = new FixedWindows(100, 10);
    const first = windows.at('a', 1000);
    first.count += 1;
    expect(windows.at('a', 1099)).toBe(first);
    expect(windows.remainingMs(first, 1099)).toBe(1);
    expect(windows.at('a', 1100)).toEqual({ startedAt: 1100, count: 0 });
    expect(windows.size).toBe(1);
  });

  it('forget the key whose window is oldest when there are too many', () => {
    const windows = new FixedWindows(100, 2);
    const [a, b] = [windows.at('a', 0), windows.at('b', 10)];
    a.count = 5;
    b.count = 5;
    expect(windows.at('a', 105)).toEqual({ startedAt: 105, count: 0 });
    windows.at('c', 106);
    expect(windows.size).toBe(2);
    expect(windows.at('a', 107).startedAt).toBe(105);
    expect(windows.at('b', 107)).toEqual({ startedAt: 107, count: 0 });
  });
});
