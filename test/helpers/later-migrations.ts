import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Migration, readMigrations } from '../../src/storage/migrations/scripts.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export type Engine = 'sqlite' | 'postgres';

const prefix: Record<Engine, string> = { sqlite: '', postgres: 'schemagate.' };
/** The name of the table that says which schema refers to what. */
const referrers: Record<Engine, string> = { sqlite: 'referrers', postgres: 'schemagate.schema_references' };

/** The name of the migration that a later version has. */
export const laterName = '9001-later';

/** An expand step: older versions don't see what it adds, and can write beside it. */
export function expandScripts(engine: Engine): { up: string; down: string } {
  const at = prefix[engine];
  return {
    up: `
      ALTER TABLE ${at}versions ADD COLUMN owner text;
      UPDATE ${at}versions SET owner = 'nobody';
      CREATE TABLE ${at}owners (name text PRIMARY KEY, since text);
      INSERT INTO ${at}owners (name) VALUES ('nobody');
      CREATE INDEX owners_later ON ${referrers[engine]} (version);`,
    down: `
      DROP INDEX ${at}owners_later;
      DROP TABLE ${at}owners;
      ALTER TABLE ${at}versions DROP COLUMN owner;`,
  };
}

/** The migrations of a later version, from a directory of its own: those of this one, and one more. */
export function laterMigrations(
  engine: Engine,
  scripts: { readonly up: string; readonly down: string } = expandScripts(engine),
): readonly Migration[] {
  const directory = temporaryDirectory();
  cpSync(`src/storage/${engine}/migrations`, directory, { recursive: true });
  writeFileSync(join(directory, `${laterName}.up.sql`), scripts.up);
  writeFileSync(join(directory, `${laterName}.down.sql`), scripts.down);
  return readMigrations(directory);
}
