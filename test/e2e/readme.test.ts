import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { type Block, blocksOf } from '../helpers/markdown.ts';
import { mortal } from '../helpers/mortal-child.ts';
import { serverForFile } from '../helpers/server.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const server = serverForFile({ SCHEMA_DIR: resolve('schemas'), MAX_EVENT_LOOP_DELAY_MS: '0' });
const [, tour = ''] =
  /<!-- tour -->\n([\s\S]*)<!-- end of tour -->/.exec(readFileSync('README.md', 'utf8')) ?? [];
const steps = stepsOf(blocksOf(tour));

it('shows the answer of every command', () => {
  expect(steps.length).toBeGreaterThanOrEqual(10);
  expect(steps.map(({ command, answer }) => [command.language, answer?.language])).toEqual(
    steps.map(({ command }) => (command.language === 'js' ? ['js', 'text'] : ['sh', 'json'])),
  );
});

it('answers each command of the tour on a fresh start as it shows', async () => {
  const outputs: unknown[] = [];
  for (const { command, answer } of steps) outputs.push(valueOf(answer, await run(command)));
  expect(outputs).toEqual(steps.map(({ answer }) => valueOf(answer, answer?.text ?? '')));
});

/** JSON may be laid out for readers, so that its value counts. */
function valueOf(answer: Block | undefined, printed: string): unknown {
  return answer?.language === 'json' ? JSON.parse(printed) : printed;
}

interface Step {
  readonly command: Block;
  readonly answer: Block | undefined;
}

function stepsOf(blocks: readonly Block[]): Step[] {
  return blocks.flatMap((command, index) =>
    index % 2 === 0 ? [{ command, answer: blocks[index + 1] }] : [],
  );
}

/** Runs a block of the README against the running server and answers what it prints. */
async function run({ language, text: written }: Block): Promise<string> {
  const source = written.replaceAll('localhost:8081', `127.0.0.1:${server().port}`);
  const child = language === 'js' ? runScript(source) : spawn(...mortal('sh', ['-ec', source]));
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  expect({ source, code, errors }).toEqual({ source, code: 0, errors: '' });
  return output;
}

function runScript(source: string) {
  const directory = temporaryDirectory();
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'example.mjs'), source);
  return spawn(...mortal(process.execPath, ['example.mjs']), { cwd: directory });
}
