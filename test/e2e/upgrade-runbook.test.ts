import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { blocksOf } from '../repository/markdown.ts';

const page = readFileSync('docs/operations/upgrade-and-rollback.md', 'utf8');
const [, tour = ''] = /<!-- tour -->\n([\s\S]*)<!-- end of tour -->/.exec(page) ?? [];
const blocks = blocksOf(tour);
/** Of each command, as the text around it says. */
const codes = [1, 2, 0, 0, 2, 0, 0];

it('does what the runbook says, and answers what it shows', async () => {
  const directory = temporaryDirectory();
  const shown: unknown[] = [];
  const answered: unknown[] = [];
  for (const [index, { language, text: written }] of blocks.entries()) {
    if (language !== 'sh') continue;
    const answer = blocks[index + 1];
    const { code, output } = await run(written, directory);
    const read = (printed: string): unknown => (answer?.language === 'json' ? JSON.parse(printed) : printed);
    shown.push({ written, code: codes[shown.length], output: read(answer?.text ?? '') });
    answered.push({ written, code, output: read(output) });
  }
  expect(answered).toEqual(shown);
  expect(shown).toHaveLength(codes.length);
}, 60_000);

/** Runs a block in a shell, with settings that keep the service quiet and to itself. */
async function run(written: string, cwd: string) {
  const source = written.replaceAll('npx schemagate', `"${process.execPath}" "${resolve('src/cli.ts')}"`);
  const quiet = { PORT: '0', METRICS_PORT: '0', SCHEMA_DIR: '', LOG_LEVEL: 'silent' };
  const child = spawn('sh', ['-c', `{ ${source.trim()}\n} 2>&1`], { cwd, env: quiet });
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, output };
}
