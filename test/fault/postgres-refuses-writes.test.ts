import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { subjectScope } from '../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { add, change, changing, write } from '../helpers/changes.ts';
import { eventually } from '../helpers/eventually.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { impatient } from '../helpers/postgres/faults.ts';
import { sessionAt, storeWaitsForLock } from '../helpers/postgres/sessions.ts';
import { openStoreAt } from '../helpers/postgres/store.ts';

const databases = postgresForFile();

describe('when PostgreSQL refuses to write', () => {
  it('says that the store is unavailable while transactions are read-only, and still reads', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, impatient);
    await write(store, add('a', 1, '{}'));
    const name = new URL(url).pathname.slice(1);
    await databases.admin(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await databases.admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);

    const refused = store.commit(change([add('a', 2, 'true')]));
    await expect(refused).rejects.toThrow(StoreUnavailableError);
    await expect(refused).rejects.toHaveProperty('cause.code', '25006');
    expect(await store.versions('a')).toHaveLength(1);

    await databases.admin(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await databases.admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    await eventually(() => write(store, add('a', 2, 'true')));
    expect(await store.versions('a')).toHaveLength(2);
    await store.close();
  });

  it('says so when its disk is full, and stores again when there is room', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, impatient);
    const session = await sessionAt(url);
    await session.query(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON schemagate.versions EXECUTE FUNCTION full_disk();
    `);
    const refused = store.commit(change([add('a', 1, '{}')], [changing(subjectScope('a'), 0)]));
    await expect(refused).rejects.toThrow(StoreUnavailableError);
    await expect(refused).rejects.toHaveProperty('cause.code', '53100');
    expect(await store.revisions([subjectScope('a')])).toEqual([0]);

    await session.query('DROP TRIGGER full_disk ON schemagate.versions');
    await eventually(() => write(store, add('a', 1, '{}')));
    expect(await store.versions('a')).toHaveLength(1);
    await store.close();
  });

  it('lets a change that the server can not take fail alone', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, impatient);
    const session = await sessionAt(url);
    await session.query(`ALTER TABLE schemagate.properties ADD CHECK (value <> 'bad')`);
    const property = (value: string) =>
      store.commit(change([{ kind: 'set-property', name: value, value }, add(value, 1, `"${value}"`)]));
    const results = await Promise.allSettled(['one', 'bad', 'two'].map(property));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const [, bad] = results;
    expect(bad).toMatchObject({ reason: expect.any(StoreUnavailableError) });
    expect(bad).toMatchObject({ reason: { cause: expect.any(DatabaseError) } });
    expect(await store.property('one')).toBe('one');
    expect(await store.property('two')).toBe('two');
    await store.close();
  });

  it('gives up a change that waits too long for a lock, while others pass', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, { ...impatient, statementTimeout: 2000 });
    await write(store, add('locked', 1, '{}'));
    const session = await sessionAt(url);
    await session.query('BEGIN; SELECT FROM schemagate.scopes FOR UPDATE');
    const stuck = store.commit(change([add('locked', 2, 'true')]));
    stuck.catch(() => undefined);
    await storeWaitsForLock(await sessionAt(url));
    await write(store, add('other', 1, '{}'));
    await expect(stuck).rejects.toHaveProperty('cause.code', '57014');
    await session.query('ROLLBACK');
    expect(await write(store, add('locked', 2, 'true'))).toHaveLength(1);
    await store.close();
  });
});
