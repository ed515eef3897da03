import { describe, expect, it } from 'vitest';
import { migrateDown, migrateUp, migrationStatus } from '../../../../src/storage/postgres/migrate.ts';
import { programMigrations } from '../../../../src/storage/postgres/migration-scripts.ts';
import { add, write } from '../../../helpers/changes.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { sessionAt } from '../../../helpers/postgres/sessions.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();
const names = programMigrations.map(({ name }) => name);
const at = async (url = databases.create()) => ({ url: await url, connectTimeout: 5000 });

const last = { steps: 1, loseData: false };
const later = {
  name: '9001-later',
  up: 'CREATE TABLE schemagate.later (id integer); INSERT INTO schemagate.later VALUES (1);',
  down: 'DROP TABLE schemagate.later;',
};

describe('migrations', () => {
  it('are applied once by replicas that start at once on an empty database', async () => {
    const target = await at();
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrateUp(target)));
    expect(applied.flat()).toEqual(names);
    expect(await migrationStatus(target)).toEqual({ applied: names, pending: [] });
  });

  it('go down and up again, one at a time or all', async () => {
    const target = await at();
    const migrations = [...programMigrations, later];
    expect(await migrateUp({ ...target, migrations })).toEqual([...names, later.name]);
    expect(await migrateDown({ ...target, migrations }, last)).toEqual({ ok: true, names: [later.name] });
    expect(await migrationStatus({ ...target, migrations })).toEqual({
      applied: names,
      pending: [later.name],
    });

    const all = { steps: names.length + 1, loseData: true };
    expect(await migrateDown(target, { ...all, loseData: false })).toMatchObject({ ok: false });
    expect(await migrateDown(target, all)).toEqual({ ok: true, names: names.toReversed() });
    expect(await migrateDown(target, all)).toEqual({ ok: true, names: [] });
    const session = await sessionAt(target.url);
    const left = await session.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'schemagate' ORDER BY table_name`,
    );
    expect(left.rows.map((row) => row.table_name)).toEqual(['migration_lock', 'migrations']);
    expect(await migrateUp(target)).toEqual(names);
  });

  it('leave nothing behind when one fails', async () => {
    const target = await at();
    const broken = { ...later, up: `${later.up} SELECT 1/0;` };
    const failing = migrateUp({ ...target, migrations: [...programMigrations, broken] });
    await expect(failing).rejects.toMatchObject({ name: 'StoreOpenError', reason: 'migration-failed' });
    await expect(failing).rejects.toThrow(
      'Migration 9001-later failed, and nothing was changed (division by zero).',
    );
    expect((await migrationStatus(target)).applied).toEqual([]);
  });

  it('are compared with what was applied, whatever the line ends', async () => {
    const target = await at();
    await migrateUp({ ...target, migrations: [later] });
    const windows = { ...later, up: later.up.replaceAll('\n', '\r\n') };
    expect(await migrateUp({ ...target, migrations: [windows] })).toEqual([]);
    const changed = { ...later, up: `${later.up} -- better` };
    await expect(migrateUp({ ...target, migrations: [changed] })).rejects.toMatchObject({
      reason: 'changed-script',
      message: 'The script of migration 9001-later is not the one that was applied to the database.',
    });
  });

  it('refuse a database that a newer version made', async () => {
    const target = await at();
    await migrateUp({ ...target, migrations: [...programMigrations, later] });
    await expect(openStoreAt(target.url)).rejects.toMatchObject({
      reason: 'newer-version',
      message: expect.stringContaining('9001-later'),
    });
  });

  it('keep what was stored when the last of them goes down and up', async () => {
    const target = await at();
    const migrations = [...programMigrations, later];
    const store = await openStoreAt(target.url, { migrations });
    await write(store, add('a', 1, '{}'));
    await migrateDown({ ...target, migrations }, last);
    await migrateUp({ ...target, migrations });
    expect(await store.versions('a')).toHaveLength(1);
    await store.close();
  });

  it('may be left to the operator', async () => {
    const target = await at();
    await expect(openStoreAt(target.url, { migrate: 'off' })).rejects.toMatchObject({
      reason: 'not-migrated',
      message: expect.stringContaining(`lacks ${names.join(', ')}`),
    });
    await migrateUp(target);
    const store = await openStoreAt(target.url, { migrate: 'off' });
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  it('do not ask for the right to make a schema where it is made', async () => {
    const target = await at();
    const session = await sessionAt(target.url);
    const role = `app_${new URL(target.url).pathname.slice(-8)}`;
    await session.query(
      `CREATE ROLE ${role} LOGIN PASSWORD 'app'; CREATE SCHEMA schemagate AUTHORIZATION ${role}`,
    );
    const url = new URL(target.url);
    url.username = role;
    url.password = 'app';
    expect(await migrateUp({ ...target, url: url.href })).toEqual(names);
    await session.query('DROP SCHEMA schemagate CASCADE');
    const without = migrateUp({ ...target, url: url.href });
    await expect(without).rejects.toMatchObject({
      reason: 'refused',
      message: expect.stringContaining('permission denied'),
    });
    await session.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });
});
