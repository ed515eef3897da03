import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { choose } from '../../../scripts/choose.ts';
import { mortal } from '../../helpers/mortal-child.ts';

const by = { nameOf: (name: string) => name, fits: (name: string, value: string) => name.startsWith(value) };

it('chooses all without a word, and else what fits', () => {
  const all = ['mixed', 'registration', 'mixed-reads'];
  expect(choose(all, [], by)).toEqual(all);
  expect(choose(all, ['mixed'], by)).toEqual(['mixed', 'mixed-reads']);
  expect(choose(all, ['registration', 'mixed-'], by)).toEqual(['registration', 'mixed-reads']);
});

it.concurrent.each([
  ['bench/run.ts', ['--only', 'postgres-raeds'], 'postgres-reads'],
  ['scripts/readiness.ts', ['--only', 'hooks', '--only', 'hoks'], 'hooks'],
  ['scripts/readiness.ts', ['--critical', '--only', 'hooks'], 'durability'],
  ['scripts/hostile.ts', ['--only', 'oneOff'], 'oneOf constants'],
])('refuses to run nothing and call it passed: %s %j', async (script, args, name) => {
  const child = spawn(...mortal(process.execPath, [script, ...args]));
  const [said, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect([said, code]).toEqual(['', 2]);
  expect(complaint).toContain(`--only ${JSON.stringify(args.at(-1))} fits none of:\n`);
  expect(complaint).toContain(`\n  ${name}\n`);
});
