import { clientOf } from './client.ts';
import type { Count } from './counts.ts';
import { FixedWindows } from './fixed-windows.ts';
import type { Policy } from './policy.ts';

/** Counts in this process alone. At most so many clients are remembered, 0.1 kB each. */
export function countInMemory({ max }: Policy, windowMs: number, maxClients: number): Count {
  const windows = new FixedWindows(windowMs, maxClients);
  return (request) => {
    const now = Date.now();
    const window = windows.at(clientOf(request), now);
    const exceeded = window.count >= max;
    if (!exceeded) window.count += 1;
    return {
      remaining: max - window.count,
      exceeded,
      resetSeconds: Math.ceil(windows.remainingMs(window, now) / 1000),
    };
  };
}
