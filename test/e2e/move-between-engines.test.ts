import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBackup } from '../../src/backup/read-backup.ts';
import { loadConfig } from '../../src/config.ts';
import { backUp } from '../../src/jobs/back-up.ts';
import { restoreBackup } from '../../src/jobs/restore-backup.ts';
import { verifyBackupFile } from '../../src/jobs/verify-backup-file.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import { openConfiguredStore } from '../../src/storage/configured-store.ts';
import { add, contentOf, markDeleted, remove, write } from '../helpers/changes.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();

function settingsOf(environment: Readonly<Record<string, string>>) {
  const loaded = loadConfig({
    DATA_DIR: temporaryDirectory(),
    BACKUP_DIR: temporaryDirectory(),
    ...environment,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  return loaded.config;
}

/** The lines of a backup, in an order that every engine has. */
async function recordsOf(file: string): Promise<string[]> {
  const records = await Array.fromAsync(readBackup(file));
  return records.map((record) => JSON.stringify(record)).toSorted();
}

it('takes a registry from SQLite to PostgreSQL and back, and nothing of it changes', async () => {
  const embedded = settingsOf({});
  const referring = contentOf('{"title":"日本"}', {
    references: [{ name: 'r', subject: 'odd \ud800 \u0000', version: 1 as never }],
    metadata: { properties: { b: '1', a: '2' } },
  });
  const store = await openConfiguredStore(embedded);
  await write(
    store,
    add('odd \ud800 \u0000', 1, '{}'),
    add('a', 1, referring),
    add('a', 2, 'true'),
    add('gone', 1, 'false'),
    markDeleted('a', [1]),
    remove('gone', [1]),
    { kind: 'set-config', scope: globalScope, config: { normalize: true, compatibilityLevel: 'FULL' } },
    { kind: 'set-mode', scope: subjectScope('a'), mode: 'READONLY' },
    { kind: 'set-property', name: 'p', value: 'v' },
  );
  await store.close();

  const first = await backUp(embedded);
  const firstFile = join(first.location, first.name);
  const database = settingsOf({ DATABASE_URL: await databases.create() });
  await restoreBackup(firstFile, database, { skipIds: 0 });
  const second = await backUp(database);
  const secondFile = join(second.location, second.name);
  expect((await verifyBackupFile(secondFile, database)).header.engine).toBe('postgres');
  const back = settingsOf({});
  await restoreBackup(secondFile, back, { skipIds: 0 });
  const third = await backUp(back);

  const records = await recordsOf(firstFile);
  expect(records).toHaveLength(10);
  expect(await recordsOf(secondFile)).toEqual(records);
  expect(await recordsOf(join(third.location, third.name))).toEqual(records);
  await expect(restoreBackup(firstFile, database, { skipIds: 0 })).rejects.toMatchObject({
    name: 'StoreNotEmptyError',
  });
}, 60_000);
