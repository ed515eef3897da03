import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { Keys } from '../../../../src/access/keys.ts';
import { inspectDirectory, isInUse, quickCheck } from '../../../../src/storage/sqlite/inspect.ts';
import { SqliteKeyStore } from '../../../../src/storage/sqlite/key-store.ts';
import { migrateUp } from '../../../../src/storage/sqlite/migrate.ts';
import { programMigrations } from '../../../../src/storage/sqlite/migration-scripts.ts';
import { openSqliteStore } from '../../../../src/storage/sqlite/open-store.ts';
import { add, write } from '../../../helpers/changes.ts';
import { laterMigrations } from '../../../helpers/later-migrations.ts';
import { asOrdinaryUser } from '../../../helpers/ordinary-user.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const names = programMigrations.map(({ name }) => name);
const fileIn = (directory: string) => join(directory, 'schemagate.db');

/** The files of a directory: names, times and contents, but what a memory that processes share holds. */
function stateOf(directory: string) {
  return readdirSync(directory).map((name) => {
    const path = join(directory, name);
    const { mtimeMs, ino } = statSync(path);
    const shared = name.endsWith('-shm');
    return [name, ino, shared ? '' : mtimeMs, shared ? '' : readFileSync(path).toString('base64')];
  });
}

async function filledStore(directory: string) {
  const store = await openSqliteStore({ directory });
  await write(store, add('orders', 1, '{"type":"object"}', 1_700_000_000_000));
  return store;
}

it('sees what a running service stored, and leaves every file as it was', async () => {
  const directory = temporaryDirectory();
  const store = await filledStore(directory);
  const before = stateOf(directory);
  expect(await inspectDirectory(directory)).toEqual({
    migrations: { known: true, applied: names, pending: [] },
    newestRecord: 1_700_000_000_000,
    hasKeys: false,
  });
  expect(quickCheck(fileIn(directory))).toEqual([]);
  expect(isInUse(directory)).toBe(true);
  expect(stateOf(directory)).toEqual(before);

  // A copy of open files is what a crash leaves.
  const crashed = join(temporaryDirectory(), 'crashed');
  cpSync(directory, crashed, { recursive: true });
  await store.close();
  const left = stateOf(crashed);
  expect((await inspectDirectory(crashed)).newestRecord).toBe(1_700_000_000_000);
  expect(quickCheck(fileIn(crashed))).toEqual([]);
  expect(isInUse(crashed)).toBe(false);
  expect(stateOf(crashed)).toEqual(left);
  rmSync(join(crashed, 'schemagate.db-shm'));
  await expect(inspectDirectory(crashed)).rejects.toThrow('a start of the service reads them');
  expect(readdirSync(crashed)).not.toContain('schemagate.db-shm');
});

it('makes no file for a store that nobody has open', async () => {
  const directory = temporaryDirectory();
  expect(await inspectDirectory(directory)).toEqual({
    migrations: { known: true, applied: [], pending: names },
    newestRecord: undefined,
    hasKeys: false,
  });
  expect(isInUse(directory)).toBe(false);
  await (await filledStore(directory)).close();
  const keyStore = new SqliteKeyStore(directory);
  await new Keys(keyStore, () => 1_800_000_000_000).create({ name: 'a', grants: ['reader'] });
  await keyStore.close();
  const before = stateOf(directory);
  expect(await inspectDirectory(directory)).toMatchObject({
    newestRecord: 1_800_000_000_000,
    hasKeys: true,
  });
  expect(quickCheck(fileIn(directory))).toEqual([]);
  expect(isInUse(directory)).toBe(false);
  expect(stateOf(directory)).toEqual(before);
});

it('tells damage, other databases, and later layouts', async () => {
  const directory = temporaryDirectory();
  await migrateUp({ directory, migrations: laterMigrations('sqlite') });
  expect((await inspectDirectory(directory)).migrations).toMatchObject({
    known: false,
    refusal: expect.stringContaining('newer version'),
  });

  const other = temporaryDirectory();
  {
    using database = new DatabaseSync(fileIn(other));
    database.exec('CREATE TABLE fruit (name TEXT)');
  }
  expect((await inspectDirectory(other)).migrations).toMatchObject({
    known: false,
    refusal: expect.stringContaining('another program'),
  });

  const cut = temporaryDirectory();
  await (await filledStore(cut)).close();
  const file = fileIn(cut);
  const whole = readFileSync(file);
  whole.fill(0x5a, 8192, 16_384);
  writeFileSync(file, whole);
  expect(quickCheck(file)).not.toEqual([]);
  whole.fill(0x5a, 100, 4096);
  writeFileSync(file, whole);
  expect(quickCheck(file)).toEqual([expect.stringContaining('malformed')]);
  truncateSync(file, 8192);
  expect(quickCheck(file)).not.toEqual([]);
  writeFileSync(
    file,
    'This is no database, and longer than the hundred bytes of the header that one begins with, by far.',
  );
  expect(() => quickCheck(file)).toThrow('is not a SQLite database');
  await expect(inspectDirectory(cut)).rejects.toThrow('is not a SQLite database');
});

it('tells files that this user may not read', async () => {
  const directory = temporaryDirectory();
  await (await filledStore(directory)).close();
  chmodSync(directory, 0o755);
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0);
  onTestFinished(() => chmodSync(directory, 0o700));
  await asOrdinaryUser(async () => {
    expect(() => quickCheck(fileIn(directory))).toThrow("can't be opened for reading");
    await expect(inspectDirectory(directory)).rejects.toThrow("can't be opened for reading");
    expect(() => isInUse(directory)).toThrow("can't be opened for reading");
  });
  renameSync(fileIn(directory), `${fileIn(directory)}.away`);
  mkdirSync(fileIn(directory));
  await expect(inspectDirectory(directory)).rejects.toThrow("can't be opened");
});
