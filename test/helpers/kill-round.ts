import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Registration } from './check-registrations.ts';
import { mortal } from './mortal-child.ts';

const script = fileURLToPath(new URL('./store-process.ts', import.meta.url));

export interface KillRound {
  readonly directory: string;
  readonly writers: number;
  readonly seed: number;
  /** The process is killed when it has acknowledged this many registrations. */
  readonly killAfter: number;
}

/** A process of its own that has the store open; `kill` resolves when it is dead. */
export async function startStoreProcess(directory: string): Promise<{ kill: () => Promise<void> }> {
  const child = spawn(...mortal(process.execPath, [script, directory, '0', '0']), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Lets a process register schemas, kills it with SIGKILL amid them, and returns what it had acknowledged. */
export async function killMidWrite(round: KillRound): Promise<readonly Registration[]> {
  const { directory, writers, seed, killAfter } = round;
  const child = spawn(...mortal(process.execPath, [script, directory, String(writers), String(seed)]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: Registration[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'open') continue;
    acknowledged.push(JSON.parse(line) as Registration);
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  }
  // The lock is free when the process is gone, not when its output ends.
  await exited;
  return acknowledged;
}
