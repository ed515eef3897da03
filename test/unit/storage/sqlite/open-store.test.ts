import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../../src/storage/sqlite/open-store.ts';
import { add, write } from '../../../helpers/changes.ts';
import { startStoreProcess } from '../../../helpers/kill-round.ts';
import { asOrdinaryUser } from '../../../helpers/ordinary-user.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** A directory with a closed store that holds one version. */
async function closedStore(): Promise<{ directory: string; file: string }> {
  const directory = temporaryDirectory();
  const store = await openSqliteStore({ directory });
  await write(store, add('a', 1, '{}'));
  await store.close();
  return { directory, file: join(directory, 'schemagate.db') };
}

/** Overwrites the bytes of a file from `start` to `end`. */
function damage(file: string, start: number, end: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, start, end));
}

describe('opening', () => {
  it('makes the directory and its files for their owner alone', async () => {
    const directory = join(temporaryDirectory(), 'deep', 'data');
    const store = await openSqliteStore({ directory });
    expect(modeOf(directory)).toBe('700');
    const files = ['schemagate.db', 'schemagate.db-wal', 'schemagate.db-shm', 'schemagate.lock'];
    expect(files.map((file) => modeOf(join(directory, file)))).toEqual(files.map(() => '600'));
    await store.close();
  });

  it('writes the log into the database file when it closes', async () => {
    const { directory } = await closedStore();
    expect(() => statSync(join(directory, 'schemagate.db-wal'))).toThrow('ENOENT');
  });
});

describe('a directory that another store has open', () => {
  it('is refused in the same process, until that store is closed', async () => {
    const directory = temporaryDirectory();
    const first = await openSqliteStore({ directory });
    const second = openSqliteStore({ directory });
    await expect(second).rejects.toMatchObject({ reason: 'in-use' });
    await expect(second).rejects.toThrow(`Another process holds ${join(directory, 'schemagate.lock')}`);
    await first.close();
    await (await openSqliteStore({ directory })).close();
  });

  it('is refused in another process, until that process is killed', async () => {
    const directory = temporaryDirectory();
    const holder = await startStoreProcess(directory);
    await expect(openSqliteStore({ directory })).rejects.toMatchObject({ reason: 'in-use' });
    await holder.kill();
    await (await openSqliteStore({ directory })).close();
  });
});

describe('a directory that can not be used', () => {
  it('is refused when it is a file, or below one', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    await expect(openSqliteStore({ directory: file })).rejects.toThrow(`${file} is not a directory`);
    const below = openSqliteStore({ directory: join(file, 'data') });
    await expect(below).rejects.toMatchObject({ reason: 'not-a-directory' });
  });

  it('is refused when it can not be made', async () => {
    const parent = temporaryDirectory();
    chmodSync(parent, 0o555);
    const directory = join(parent, 'data');
    const opening = asOrdinaryUser(() => openSqliteStore({ directory }));
    await expect(opening).rejects.toThrow(`${directory} can't be written by this user`);
  });

  it('is refused when no file can be made in it', async () => {
    const directory = temporaryDirectory();
    chmodSync(directory, 0o555);
    const opening = asOrdinaryUser(() => openSqliteStore({ directory }));
    await expect(opening).rejects.toMatchObject({ reason: 'not-writable' });
  });

  it.for(['schemagate.db', 'schemagate.lock'])('is refused when its %s can not be written', async (name) => {
    const { directory } = await closedStore();
    for (const each of ['schemagate.db', 'schemagate.lock']) chmodSync(join(directory, each), 0o666);
    chmodSync(directory, 0o777);
    chmodSync(join(directory, name), 0o444);
    const opening = asOrdinaryUser(() => openSqliteStore({ directory }));
    await expect(opening).rejects.toMatchObject({ reason: 'not-writable' });
    await expect(opening).rejects.toThrow(name);
  });
});

describe('a database that can not be used', () => {
  it('is refused when it is not a database, and the directory is free again', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'schemagate.db');
    writeFileSync(file, 'no database at all. '.repeat(500));
    const opening = openSqliteStore({ directory });
    await expect(opening).rejects.toMatchObject({ reason: 'not-a-store' });
    await expect(opening).rejects.toThrow(`${file} is damaged or is not a SQLite database`);
    renameSync(file, `${file}.old`);
    await (await openSqliteStore({ directory })).close();
  });

  it('is refused when its first page is damaged', async () => {
    const { directory, file } = await closedStore();
    damage(file, 100, 4096);
    await expect(openSqliteStore({ directory })).rejects.toMatchObject({ reason: 'not-a-store' });
  });

  it("is refused when it is another program's", async () => {
    const directory = temporaryDirectory();
    using database = new DatabaseSync(join(directory, 'schemagate.db'));
    database.exec('CREATE TABLE notes (text)');
    await expect(openSqliteStore({ directory })).rejects.toThrow('database of another program');
  });

  it('is refused when a newer program made it', async () => {
    const { directory, file } = await closedStore();
    using database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    const opening = openSqliteStore({ directory });
    await expect(opening).rejects.toMatchObject({ reason: 'newer-version' });
    await expect(opening).rejects.toThrow('its layout is 99, this program knows ');
  });

  it('is refused when it is a directory', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'schemagate.db'));
    await expect(openSqliteStore({ directory })).rejects.toMatchObject({ reason: 'not-writable' });
  });
});
