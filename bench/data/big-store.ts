import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guidOf } from '../../src/registry/identity.ts';
import type { SchemaContent, Version } from '../../src/registry/schema.ts';
import type { Write } from '../../src/registry/store.ts';
import { programMigrations } from '../../src/storage/sqlite/migration-scripts.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { schemaText } from './schemas.ts';

export const bigStoreSchemas = 100_000;
const versionsPerSubject = 10;
const perCommit = 1000;

/** Grows with every change of what the store holds. */
const contentVersion = 1;

/**
 * A directory with a store of 100 000 schemas in 10 000 subjects. It is made once, by the engine's own
 * commits, and stays in the system's temporary directory for the next run.
 */
export async function bigStore(): Promise<string> {
  const name = `schemagate-bench-store-${bigStoreSchemas}-${contentVersion}-${programMigrations.length}`;
  const directory = join(tmpdir(), name);
  if (existsSync(directory)) return directory;
  // Under its name only when it is whole.
  const unfinished = mkdtempSync(`${directory}-`);
  try {
    await fill(unfinished);
    renameSync(unfinished, directory);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return directory;
}

async function fill(directory: string): Promise<void> {
  const store = await openSqliteStore({ directory });
  for (let first = 0; first < bigStoreSchemas; first += perCommit) {
    const writes = Array.from({ length: perCommit }, (_, index) => versionOf(first + index));
    const { outcome } = await store.commit({ guards: [], writes });
    if (outcome !== 'committed') throw new Error('The store refused a schema');
  }
  await store.close();
}

function versionOf(number: number): Write {
  const content: SchemaContent = { schemaType: 'JSON', text: schemaText(number), references: [] };
  return {
    kind: 'add-version',
    subject: `bench-${Math.floor(number / versionsPerSubject)}-value`,
    version: ((number % versionsPerSubject) + 1) as Version,
    content,
    guid: guidOf(content),
    timestamp: Date.UTC(2026, 0, 1),
  };
}
