import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const serverCore = '0';
const loadCore = '1';
const everyCore = `0-${availableParallelism() - 1}`;

/** Whether servers run on one core and the load on another, so that neither takes time from the other. */
export const pinned =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', loadCore, 'true']).status === 0;

/**
 * The command that runs Node with these arguments, on the servers' core where that is possible, or on any:
 * left alone it would inherit the core of the load.
 */
export function serverCommand(
  args: readonly string[],
  options: { readonly anyCore: boolean } = { anyCore: false },
): readonly [command: string, args: string[]] {
  if (!pinned) return [process.execPath, [...args]];
  return ['taskset', ['-c', options.anyCore ? everyCore : serverCore, process.execPath, ...args]];
}

/** Moves this process, which makes the load, to its own core. */
export function pinLoad(): void {
  moveTo(loadCore);
}

/** Starts something that may use every core: left alone it would inherit the core of the load. */
export async function onEveryCore<T>(start: () => Promise<T>): Promise<T> {
  moveTo(everyCore);
  try {
    return await start();
  } finally {
    pinLoad();
  }
}

function moveTo(cores: string): void {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', cores, String(process.pid)]);
}
