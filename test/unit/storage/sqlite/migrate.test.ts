import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { DatabaseFile } from '../../../../src/storage/sqlite/database-file.ts';
import { migrateDown, migrateUp, migrationStatus } from '../../../../src/storage/sqlite/migrate.ts';
import { programMigrations } from '../../../../src/storage/sqlite/migration-scripts.ts';
import { openSqliteStore } from '../../../../src/storage/sqlite/open-store.ts';
import { makeScratchStore } from '../../../../src/storage/sqlite/scratch-store.ts';
import { add, write } from '../../../helpers/changes.ts';
import { expandScripts, laterMigrations, laterName } from '../../../helpers/later-migrations.ts';
import { asOrdinaryUser } from '../../../helpers/ordinary-user.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const names = programMigrations.map(({ name }) => name);
const one = { steps: 1, loseData: false };
const fileIn = (directory: string) => join(directory, 'schemagate.db');

function query(directory: string, sql: string): unknown[] {
  using database = new DatabaseSync(fileIn(directory));
  return database.prepare(sql).all();
}

/** A store as 0.1.0 made it: its layout is a number, and nothing says which scripts it came from. */
function releasedStore(): string {
  const directory = temporaryDirectory();
  using database = new DatabaseSync(fileIn(directory));
  database.exec(`${programMigrations[0]?.up} PRAGMA user_version = 1;`);
  database.exec(`INSERT INTO properties (name, value) VALUES ('made', 'before')`);
  return directory;
}

describe('migrations', () => {
  it('make the store, and are counted for versions that know no more than the number', async () => {
    const directory = join(temporaryDirectory(), 'data');
    expect(await migrationStatus({ directory })).toEqual({ applied: [], pending: names });
    expect(existsSync(directory)).toBe(false);
    expect(await migrateUp({ directory })).toEqual(names);
    expect(await migrateUp({ directory })).toEqual([]);
    expect(await migrationStatus({ directory })).toEqual({ applied: names, pending: [] });
    const migrations = laterMigrations('sqlite');
    expect(await migrateUp({ directory, migrations })).toEqual([laterName]);
    expect(query(directory, 'PRAGMA user_version')).toEqual([{ user_version: names.length + 1 }]);
    expect(await migrateDown({ directory, migrations }, one)).toEqual({ ok: true, names: [laterName] });
    expect(query(directory, 'PRAGMA user_version')).toEqual([{ user_version: names.length }]);
  });

  it('go down to nothing and up again when data may be lost', async () => {
    const directory = temporaryDirectory();
    await migrateUp({ directory });
    const all = { steps: 99, loseData: true };
    const refused = await migrateDown({ directory }, { ...all, loseData: false });
    expect(refused).toEqual({
      ok: false,
      losses: expect.arrayContaining([{ name: '0001-initial', loses: 'every schema, version and setting' }]),
    });
    expect(await migrateDown({ directory }, all)).toEqual({ ok: true, names: names.toReversed() });
    expect(query(directory, `SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`)).toEqual([
      { name: 'schemagate_migrations' },
    ]);
    expect(await migrateDown({ directory }, all)).toEqual({ ok: true, names: [] });
    const whole = new DatabaseFile({ file: fileIn(directory), scratch: directory });
    await expect(Array.fromAsync(whole.dump())).rejects.toMatchObject({ reason: 'not-a-store' });
    expect(await migrateUp({ directory })).toEqual(names);
  });

  it('make the same layout as a scratch store has', async () => {
    const [migrated, scratch] = [temporaryDirectory(), temporaryDirectory()];
    await migrateUp({ directory: migrated });
    makeScratchStore(scratch);
    const layout = 'SELECT type, name, sql FROM sqlite_schema ORDER BY name';
    expect(query(scratch, layout)).toEqual(query(migrated, layout));
    expect(await migrationStatus({ directory: scratch })).toEqual({ applied: names, pending: [] });
  });

  it('take over what the first release made', async () => {
    const directory = releasedStore();
    const [first] = names;
    expect(await migrationStatus({ directory })).toEqual({ applied: [first], pending: names.slice(1) });
    const known = programMigrations.slice(0, 1);
    await (await openSqliteStore({ directory, migrate: 'off', migrations: known })).close();
    const store = await openSqliteStore({ directory });
    expect(await store.property('made')).toBe('before');
    await store.close();
    expect(query(directory, 'SELECT name FROM schemagate_migrations')).toEqual(
      names.map((name) => ({ name })),
    );
    expect(query(directory, 'PRAGMA user_version')).toEqual([{ user_version: names.length }]);

    const other = releasedStore();
    const migrations = laterMigrations('sqlite');
    expect(await migrateUp({ directory: other, migrations })).toEqual([...names.slice(1), laterName]);
    expect(await migrateDown({ directory: releasedStore(), migrations }, one)).toMatchObject({ ok: false });
  });

  it('leave nothing behind when one fails', async () => {
    const directory = temporaryDirectory();
    const store = await openSqliteStore({ directory });
    await write(store, add('a', 1, '{}'));
    await store.close();
    const contents = `SELECT sql FROM sqlite_schema ORDER BY name`;
    const before = query(directory, contents);
    const { up, down } = expandScripts('sqlite');
    const broken = laterMigrations('sqlite', { up: `${up} INSERT INTO missing VALUES (1);`, down });
    const failing = openSqliteStore({ directory, migrations: broken });
    await expect(failing).rejects.toMatchObject({ name: 'StoreOpenError', reason: 'migration-failed' });
    await expect(failing).rejects.toThrow(
      'Migration 9001-later failed, and nothing was changed (no such table: missing).',
    );
    expect(query(directory, contents)).toEqual(before);
    const again = await openSqliteStore({ directory });
    expect(await again.versions('a')).toHaveLength(1);
    await again.close();
  });

  it('fail as a whole when one ends the transaction itself', async () => {
    const directory = temporaryDirectory();
    const migrations = laterMigrations('sqlite', { up: 'ROLLBACK; SELECT nothing;', down: '' });
    await expect(migrateUp({ directory, migrations })).rejects.toMatchObject({ reason: 'migration-failed' });
    expect(await migrateUp({ directory })).toEqual(names);
  });

  it('are compared with what was applied, whatever the line ends', async () => {
    const directory = temporaryDirectory();
    const { up, down } = expandScripts('sqlite');
    await migrateUp({ directory, migrations: laterMigrations('sqlite') });
    const windows = laterMigrations('sqlite', { up: up.replaceAll('\n', '\r\n'), down });
    expect(await migrateUp({ directory, migrations: windows })).toEqual([]);
    const changed = laterMigrations('sqlite', { up: `${up} -- better`, down });
    for (const refused of [
      () => migrateUp({ directory, migrations: changed }),
      () => migrationStatus({ directory, migrations: changed }),
      () => openSqliteStore({ directory, migrations: changed }),
    ]) {
      await expect(refused()).rejects.toMatchObject({
        name: 'StoreOpenError',
        reason: 'changed-script',
        message: 'The script of migration 9001-later is not the one that was applied to the database.',
      });
    }
  });

  it('refuse a store that a newer version migrated, until that takes it back', async () => {
    const directory = temporaryDirectory();
    const migrations = laterMigrations('sqlite');
    await migrateUp({ directory, migrations });
    const opening = openSqliteStore({ directory });
    await expect(opening).rejects.toMatchObject({ name: 'StoreOpenError', reason: 'newer-version' });
    await expect(opening).rejects.toThrow('it has 9001-later, which this version does not know');
    await migrateDown({ directory, migrations }, one);
    await (await openSqliteStore({ directory })).close();
  });

  it('may be left to the operator', async () => {
    const directory = temporaryDirectory();
    const opening = openSqliteStore({ directory, migrate: 'off' });
    await expect(opening).rejects.toMatchObject({
      reason: 'not-migrated',
      message: `The store lacks ${names.join(', ')}. Run schemagate migrate up, or start with MIGRATE=auto.`,
    });
    await migrateUp({ directory });
    const store = await openSqliteStore({ directory, migrate: 'off' });
    const migrations = laterMigrations('sqlite');
    expect(await migrationStatus({ directory, migrations })).toEqual({
      applied: names,
      pending: [laterName],
    });
    const whole = new DatabaseFile({ file: fileIn(directory), scratch: directory, migrations });
    await expect(Array.fromAsync(whole.dump())).rejects.toThrow('The store lacks 9001-later.');
    await expect(migrateUp({ directory, migrations })).rejects.toMatchObject({ reason: 'in-use' });
    await store.close();
    const later = openSqliteStore({ directory, migrations, migrate: 'off' });
    await expect(later).rejects.toThrow('The store lacks 9001-later.');
  });

  it('say why a store can not be asked', async () => {
    const directory = releasedStore();
    chmodSync(directory, 0o755);
    chmodSync(fileIn(directory), 0o000);
    const asking = asOrdinaryUser(() => migrationStatus({ directory }));
    await expect(asking).rejects.toMatchObject({ name: 'StoreOpenError', reason: 'not-writable' });
  });
});
