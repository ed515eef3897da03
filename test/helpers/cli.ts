import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { compileCache } from './compile-cache.ts';
import { mortal } from './mortal-child.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `schemagate` as its users do, with these settings and no others, in a directory without `.env`. */
export async function runCli(
  directory: string,
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const child = spawn(...mortal(process.execPath, [resolve('src/cli.ts'), ...words]), {
    cwd: directory,
    env: { ...compileCache(), ...settings },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
