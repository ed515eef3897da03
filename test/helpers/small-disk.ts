import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Only the superuser of a Linux may mount, and not in every container. */
export const canMount = process.platform === 'linux' && process.geteuid?.() === 0 && triesToMount();

/** A file system of the running test's own. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  empty(): void;
  /** Nobody may have a file of it open for writing. */
  setReadOnly(readOnly: boolean): void;
}

/** Mounts a file system of so many bytes until the test ends. */
export function mountSmallDisk(bytes: number): SmallDisk {
  const directory = mountPoint();
  run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory);
  onTestFinished(() => unmount(directory));
  const filler = join(directory, 'filler');
  return {
    directory,
    fill: () => fill(filler),
    empty: () => rmSync(filler),
    setReadOnly: (readOnly) => run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, directory),
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, 'a');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(descriptor);
  }
}

function triesToMount(): boolean {
  const directory = mountPoint();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', directory]);
  if (status === 0) unmount(directory);
  else rmdirSync(directory);
  return status === 0;
}

function mountPoint(): string {
  return mkdtempSync(join(tmpdir(), 'schemagate-disk-'));
}

function unmount(directory: string): void {
  run('umount', directory);
  rmdirSync(directory);
}

function run(command: string, ...options: readonly string[]): void {
  const { status, stderr } = spawnSync(command, options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${options.join(' ')}: ${stderr}`);
}
