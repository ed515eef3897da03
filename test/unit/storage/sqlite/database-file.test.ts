import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import type { DumpRecord } from '../../../../src/registry/dump.ts';
import { databaseIn } from '../../../../src/storage/sqlite/data-directory.ts';
import { DatabaseFile } from '../../../../src/storage/sqlite/database-file.ts';
import { loadRows } from '../../../../src/storage/sqlite/load-rows.ts';
import { makeScratchStore } from '../../../../src/storage/sqlite/scratch-store.ts';
import { directoryOf } from '../../../helpers/files.ts';
import { openTemporaryDatabase } from '../../../helpers/sqlite-database.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const records: readonly DumpRecord[] = [
  { kind: 'property', name: 'p', value: 'v' },
  { kind: 'last-id', id: 3 },
];

async function* stream(): AsyncGenerator<DumpRecord> {
  yield* records;
}

it('copies a database that others have open, privately, and leaves nothing behind', async () => {
  const { database, file } = openTemporaryDatabase();
  database.exec(`INSERT INTO properties VALUES ('p', 'v')`);
  const scratch = temporaryDirectory();
  const seen: string[] = [];
  for await (const { kind } of new DatabaseFile({ file, scratch }).dump()) {
    seen.push(kind);
    expect(readdirSync(scratch)).toEqual([expect.stringMatching(/^copy-/)]);
    const [copy = ''] = readdirSync(scratch);
    expect(statSync(`${scratch}/${copy}`).mode & 0o777).toBe(0o700);
    expect(statSync(databaseIn(`${scratch}/${copy}`)).mode & 0o777).toBe(0o600);
  }
  expect(seen).toEqual(['property', 'last-id']);
  expect(readdirSync(scratch)).toEqual([]);
});

it('loads and dumps in a scratch store', async () => {
  const store = makeScratchStore(temporaryDirectory());
  await store.load(stream());
  expect(await Array.fromAsync(store.dump())).toEqual(records);
});

it('says what is wrong with a file that it can not dump', async () => {
  const { database, file } = openTemporaryDatabase();
  const directory = dirname(file);
  const dump = (path: string) => Array.fromAsync(new DatabaseFile({ file: path, scratch: directory }).dump());
  await expect(dump(`${directory}/none.db`)).rejects.toMatchObject({
    name: 'StoreOpenError',
    reason: 'missing',
  });
  const other = directoryOf({
    'text.db': 'no database at all, only text that is long enough for a header '.repeat(20),
  });
  await expect(dump(`${other}/text.db`)).rejects.toMatchObject({ reason: 'not-a-store' });
  database.exec('PRAGMA user_version = 99');
  await expect(dump(file)).rejects.toMatchObject({ reason: 'newer-version' });
  database.exec('PRAGMA user_version = 0');
  await expect(dump(file)).rejects.toMatchObject({ reason: 'not-a-store' });
  expect(readdirSync(directory).filter((name) => name.startsWith('copy-'))).toEqual([]);
});

it('passes on what failed also when the transaction has ended by itself', async () => {
  const { database } = openTemporaryDatabase();
  const failing = async function* (): AsyncGenerator<DumpRecord> {
    yield* records;
    database.exec('ROLLBACK');
    throw new Error('disk full');
  };
  await expect(loadRows(database, failing())).rejects.toThrow('disk full');
  await expect(loadRows(database, stream())).resolves.toBeUndefined();
});
