import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A numbered step of the layout: `NNNN-what.up.sql` takes it, `NNNN-what.down.sql` takes it back. */
export interface Migration {
  /** `NNNN-what`; the steps are taken in the order of their names. */
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

/** The migrations in a directory, in order. */
export function readMigrations(directory: string): readonly Migration[] {
  const names = globSync('*.up.sql', { cwd: directory }).map((file) => basename(file, '.up.sql'));
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  return names
    .toSorted()
    .map((name) => ({ name, up: read(`${name}.up.sql`), down: read(`${name}.down.sql`) }));
}

/** Those of this program. */
export const programMigrations = readMigrations(fileURLToPath(new URL('migrations', import.meta.url)));
