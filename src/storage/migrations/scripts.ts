import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A numbered step of the layout: `NNNN-what.up.sql` takes it, `NNNN-what.down.sql` takes it back. */
export interface Migration {
  /** `NNNN-what`; the steps are taken in the order of their names. */
  readonly name: string;
  readonly up: string;
  /** With a line `-- Loses: …` when something that older versions could read goes with it. */
  readonly down: string;
}

const upEnding = '.up.sql';

/** The migrations in a directory, in order. */
export function readMigrations(directory: string): readonly Migration[] {
  const names = readdirSync(directory)
    .filter((file) => file.endsWith(upEnding))
    .map((file) => file.slice(0, -upEnding.length));
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  return names
    .toSorted()
    .map((name) => ({ name, up: read(`${name}${upEnding}`), down: read(`${name}.down.sql`) }));
}

/** What is lost when the migration is taken back, in words; undefined: nothing that older versions knew. */
export function lossOf({ down }: Migration): string | undefined {
  return /^-- Loses: (.+?)\.?\s*$/m.exec(down)?.[1];
}
