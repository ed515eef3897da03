import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const serverCore = 0;
const loadCore = 1;

/** Whether servers run on one core and the load on another, so that neither takes time from the other. */
export const pinned =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', String(loadCore), 'true']).status === 0;

/** The command that runs Node with these arguments, on the servers' core where that is possible. */
export function serverCommand(args: readonly string[]): readonly [command: string, args: string[]] {
  return pinned
    ? ['taskset', ['-c', String(serverCore), process.execPath, ...args]]
    : [process.execPath, [...args]];
}

/** Moves this process, which makes the load, to its own core. */
export function pinLoad(): void {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', String(loadCore), String(process.pid)]);
}
