import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { type Block, blocksOf } from './markdown.ts';
import { mortal } from './mortal-child.ts';

/** The blocks of the part of a page whose commands a test runs. */
export function tourOf(path: string): Block[] {
  const [, tour = ''] = /<!-- tour -->\n([\s\S]*)<!-- end of tour -->/.exec(readFileSync(path, 'utf8')) ?? [];
  // Blocks of lists are set in.
  return blocksOf(tour.replaceAll(/^ {3}/gm, ''));
}

/** What is printed, as shown by a block of a page, without names, times and sizes: they are others each time. */
export function comparable(answer: Block | undefined, printed: string): unknown {
  const steady = printed
    .replaceAll(/schemagate-\d{8}T\d{6}Z-[0-9a-f]{8}/g, 'schemagate-NAME')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/[\d.]+ (k?B|s)\b/g, 'N $1')
    .replaceAll(/"(size|durationSeconds)": ?[\d.]+/g, '"$1": 0');
  return answer?.language === 'json' ? JSON.parse(steady) : steady;
}

/** Runs a block in a shell, against the service at a port; it must succeed and say nothing of errors. */
export async function runBlock(block: Block, directory: string, port: number): Promise<string> {
  const source = block.text.replaceAll('localhost:8081', `127.0.0.1:${port}`);
  const { code, output, errors } = await runShell(`set -e\n${source}`, { cwd: directory });
  expect({ source, code, errors }).toEqual({ source, code: 0, errors: '' });
  return output;
}

/** What a script of the shell prints, with the command of this clone, and how it ends. */
export async function runShell(
  script: string,
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const source = script.replaceAll('npx schemagate', `"${process.execPath}" "${resolve('src/cli.ts')}"`);
  const child = spawn(...mortal('sh', ['-c', source]), options);
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, output, errors };
}
