import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../../src/cli.ts');

/** Makes an API key for the subjects of the bench in a data directory that no service has open, and returns it whole. */
export function makeApiKey(directory: string): string {
  const words = ['keys', 'create', '--name', 'bench', '--grant', 'writer:bench-', '--json'];
  const made = execFileSync(process.execPath, [cli, ...words], { env: { DATA_DIR: directory } });
  return (JSON.parse(made.toString()) as { readonly key: string }).key;
}
