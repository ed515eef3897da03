import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import type { Check } from '../../../src/doctor/check.ts';
import { checks } from '../../../src/doctor/checks.ts';
import { examine } from '../../../src/doctor/examine.ts';
import { messageOf, ok, problem, together, warning } from '../../../src/doctor/finding.ts';
import { anyMachine } from '../../helpers/doctor.ts';

const silent: Check = { id: 'silent', looksAt: 'nothing', run: () => new Promise(() => undefined) };

it('tells of every check, whatever becomes of it, and ends in time', async () => {
  const broken: Check = { id: 'broken', looksAt: 'nothing', run: () => Promise.reject(new Error('Oh.')) };
  const patient: Check = {
    id: 'patient',
    looksAt: 'nothing',
    run: ({ signal }) => new Promise((done) => signal.addEventListener('abort', () => done(ok('cut short')))),
  };
  const report = await examine(loadConfig({}), {
    patience: 20,
    machine: anyMachine,
    checks: [broken, silent, patient],
  });
  expect(report).toEqual({
    healthy: false,
    problems: 1,
    warnings: 0,
    checks: [
      { id: 'broken', verdict: 'not checked', found: 'it could not be found out: Oh' },
      {
        id: 'silent',
        verdict: 'problem',
        found: 'no answer within 20 ms',
        advice: 'see what it waits for, or give it more time by --timeout',
      },
      { id: 'patient', verdict: 'ok', found: 'cut short' },
    ],
  });
});

it('keeps secrets to itself, also those that a check lets slip', async () => {
  const careless: Check = {
    id: 'careless',
    looksAt: 'secrets',
    run: ({ config }) => warning(`${config.DATABASE_URL} and\n ${config.AUDIT_KEY}`, config.WEBHOOKS),
  };
  const AUDIT_KEY = 'k'.repeat(40);
  const WEBHOOKS = '[{"name":"a","url":"https://a.example","secrets":["0123456789abcdef"]}]';
  const password = 'hush-hush';
  const loaded = loadConfig({ DATABASE_URL: `postgres://u:${password}@a/b`, AUDIT_KEY, WEBHOOKS });
  const report = await examine(loaded, { patience: 1000, checks: [careless] });
  expect(report).toMatchObject({ healthy: true, problems: 0, warnings: 1 });
  const told = JSON.stringify(report);
  for (const secret of ['hush-hush', AUDIT_KEY, '0123456789abcdef']) expect(told).not.toContain(secret);
  expect(told).not.toContain('\\n');
});

it('says what is wrong with the settings, and that nothing else was looked at', async () => {
  const { checks: results, ...report } = await examine(loadConfig({ PORT: 'x', AUTH: 'y' }), {
    patience: 1000,
  });
  expect(report).toEqual({ healthy: false, problems: 1, warnings: 0 });
  expect(results[0]).toMatchObject({
    id: 'settings',
    verdict: 'problem',
    found: expect.stringMatching(/^PORT is "x"; .*; AUTH is "y"; expected [^.]*$/),
  });
  expect(new Set(results.slice(1).map(({ verdict }) => verdict))).toEqual(new Set(['not checked']));
  expect(results).toHaveLength(checks.length);
});

it('makes one finding of several, the worst first to count', () => {
  expect(together([ok('a'), ok('b')], 'all')).toEqual(ok('all'));
  expect(together([ok('a'), warning('b', 'do')], 'all')).toEqual(warning('b', 'do'));
  expect(together([warning('b', 'do'), problem('c', 'do')], 'all')).toEqual(problem('b; c', 'do'));
  expect(messageOf(new AggregateError([new Error('a.'), 'b']))).toBe('a; b');
});

it('has a row for each check in its page, in the same order and words', () => {
  const page = readFileSync('docs/operations/doctor.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*?) \| .*? \| .*? \|$/gm)];
  expect(rows.map(([, id, looksAt]) => [id, looksAt])).toEqual(
    checks.map(({ id, looksAt }) => [id, looksAt]),
  );
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});
