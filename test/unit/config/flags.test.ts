import { expect, it } from 'vitest';
import { flagsSet } from '../../../src/config/flags.ts';
import { loadConfig } from '../../../src/config.ts';
import { flagNames } from '../../../src/flags/flags.ts';

it('flags are set by their variables alone', () => {
  const loaded = loadConfig({ FLAG_COMPRESSION: 'false', FLAG_QUICK_LANE: 'true', FLAG_UPSTREAM_READS: '' });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  expect(flagsSet(loaded.config)).toEqual({ compression: false, 'quick-lane': true });
  expect(flagNames.length).toBeGreaterThan(3);
});

it('a wrong value, or a variable that sets no flag, stops the start', () => {
  expect(loadConfig({ FLAG_COMPRESSION: 'off' })).toEqual({
    ok: false,
    problems: ['FLAG_COMPRESSION is "off"; expected one of true, false.'],
  });
  expect(loadConfig({ FLAG_COMPRESION: 'false' })).toEqual({
    ok: false,
    problems: [
      expect.stringMatching(/^FLAG_COMPRESION sets no flag; there are FLAG_QUICK_LANE, FLAG_COMPRESSION, /),
    ],
  });
});
