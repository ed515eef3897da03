import { expect, it } from 'vitest';
import { isProbe } from '../../src/plugins/probe.ts';

it.each(['/health', '/health/', '/health?a=b', '/health/live', '/health/ready/', '/health/live?x'])(
  '%s is a probe',
  (url) => {
    expect(isProbe(url)).toBe(true);
  },
);

it.each(['/', '/healthy', '/health/lively', '/health/live/x', '/subjects/health', undefined])(
  '%s is none',
  (url) => {
    expect(isProbe(url)).toBe(false);
  },
);
