import { existsSync } from 'node:fs';

const program = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/** Whether this machine can end a process with its parent: Linux, with setpriv of util-linux. */
export const endsWithParent = program !== undefined;

/**
 * What to start instead of a command so that it ends with the process that starts it, by whatever that ends: a signal or
 * a crash as well, after which nothing of its own runs any more. Where that can't be had, the command as it is.
 * @param signal that the command gets then
 */
export function mortal(
  command: string,
  args: readonly string[],
  signal: 'KILL' | 'QUIT' = 'KILL',
): [command: string, args: string[]] {
  if (program === undefined) return [command, [...args]];
  return [program, ['--pdeathsig', signal, '--', command, ...args]];
}
