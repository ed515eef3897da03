import { readFileSync } from 'node:fs';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** The options that a script was started with: see `withUsage`. */
export function optionsOf<const Options extends ParseArgsOptionsConfig>(file: string, options: Options) {
  return withUsage(file, () => parseArgs({ options }).values);
}

/**
 * What `read` makes of the options. `--help` prints the comment that the script begins with instead, and a wrong option
 * what is wrong with it; both end the process.
 */
export function withUsage<T>(file: string, read: () => T): T {
  if (process.argv.includes('--help')) {
    console.log(headOf(readFileSync(file, 'utf8')));
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return process.exit(2);
}

/** The lines of the comment that a script begins with. */
function headOf(source: string): string {
  const [head = ''] = /^(?:\/\/.*\n)*/.exec(source) ?? [];
  return head.replaceAll(/^\/\/ ?/gm, '').trim();
}
