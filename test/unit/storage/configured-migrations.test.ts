import { describe, expect, it } from 'vitest';
import type { DumpableStore, DumpRecord } from '../../../src/registry/dump.ts';
import { globalScope } from '../../../src/registry/settings.ts';
import type { Store } from '../../../src/registry/store.ts';
import { configuredMigrations } from '../../../src/storage/configured-migrations.ts';
import type { StoreSettings } from '../../../src/storage/configured-store.ts';
import type { Migration } from '../../../src/storage/migrations/scripts.ts';
import { openSqliteStore } from '../../../src/storage/sqlite/open-store.ts';
import { add, markDeleted, write } from '../../helpers/changes.ts';
import { dumpOfSchemas, streamOf } from '../../helpers/dumps.ts';
import { type Engine, expandScripts, laterMigrations, laterName } from '../../helpers/later-migrations.ts';
import { postgresForFile } from '../../helpers/postgres/databases.ts';
import { openStoreAt } from '../../helpers/postgres/store.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const databases = postgresForFile();
const one = { steps: 1, loseData: false };

/** A place for a store, and this version or a later one to open it with. */
async function placeOn(engine: Engine) {
  const DATA_DIR = temporaryDirectory();
  const DATABASE_URL = engine === 'postgres' ? await databases.create() : '';
  const settings: StoreSettings = {
    DATA_DIR,
    DATABASE_URL,
    DATABASE_POOL_MAX: 2,
    DATABASE_REPLICAS: 2,
    DATABASE_CONNECT_TIMEOUT_MS: 5000,
    DATABASE_STATEMENT_TIMEOUT_MS: 5000,
    DATABASE_IDLE_TIMEOUT_MS: 10_000,
  };
  const open = (options: { migrations?: readonly Migration[]; migrate?: 'off' } = {}): Promise<Opened> =>
    engine === 'sqlite'
      ? openSqliteStore({ directory: DATA_DIR, ...options })
      : openStoreAt(DATABASE_URL, options);
  return { settings, open };
}

type Opened = Store & DumpableStore;

/** All that a store holds, in an order that every engine has. */
async function contentsOf(store: DumpableStore): Promise<readonly DumpRecord[]> {
  const records = await Array.fromAsync(store.dump());
  return records.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

describe.each(['sqlite', 'postgres'] as const)('an upgrade and a rollback on %s', (engine) => {
  it('lose nothing that the older version could read, in whichever version it was stored', async () => {
    const { settings, open } = await placeOn(engine);
    const later = laterMigrations(engine);
    const migrations = await configuredMigrations(settings, later);

    const old = await open();
    await old.load(streamOf(dumpOfSchemas(20)));
    const before = await contentsOf(old);
    await old.close();
    expect(before.length).toBeGreaterThan(40);
    expect((await migrations.status()).pending).toEqual([laterName]);
    expect(await migrations.up()).toEqual([laterName]);

    const upgraded = await open({ migrations: later, migrate: 'off' });
    expect(await contentsOf(upgraded)).toEqual(before);
    await write(upgraded, add('made-later', 1, '{"title":"later"}'), markDeleted('subject-2', [1]));
    await write(upgraded, { kind: 'set-config', scope: globalScope, config: { normalize: true } });
    const after = await contentsOf(upgraded);
    expect(after).not.toEqual(before);
    await upgraded.close();

    await expect(open()).rejects.toThrow(
      'Start the newer version, or let it migrate the database down first.',
    );
    expect(await migrations.down(one)).toEqual({ ok: true, names: [laterName] });
    const back = await open({ migrate: 'off' });
    expect(await contentsOf(back)).toEqual(after);
    const [id] = await write(back, add('made-back', 1, '{"title":"back"}'));
    expect(id).toBe(25);
    const last = await contentsOf(back);
    await back.close();

    expect(await migrations.up()).toEqual([laterName]);
    const again = await open({ migrations: later });
    expect(await contentsOf(again)).toEqual(last);
    await again.close();
  });

  it('refuse what would lose data until that is allowed', async () => {
    const { settings } = await placeOn(engine);
    const { up, down } = expandScripts(engine);
    const scripts = { up, down: `-- Loses: who owns what.\n${down}` };
    const migrations = await configuredMigrations(settings, laterMigrations(engine, scripts));
    await migrations.up();
    const losses = [{ name: laterName, loses: 'who owns what' }];
    expect(await migrations.down(one)).toEqual({ ok: false, losses });
    expect((await migrations.status()).pending).toEqual([]);
    expect(await migrations.down({ steps: 1, loseData: true })).toEqual({ ok: true, names: [laterName] });
  });

  it('leave a store as it was when a script fails, either way', async () => {
    const { settings, open } = await placeOn(engine);
    const { up, down } = expandScripts(engine);
    const broken = 'INSERT INTO missing VALUES (1);';
    const store = await open();
    await store.load(streamOf(dumpOfSchemas(3)));
    const before = await contentsOf(store);
    await store.close();

    const failingUp = laterMigrations(engine, { up: `${up} ${broken}`, down });
    await expect((await configuredMigrations(settings, failingUp)).up()).rejects.toMatchObject({
      reason: 'migration-failed',
    });
    const same = await open({ migrate: 'off' });
    expect(await contentsOf(same)).toEqual(before);
    await same.close();

    const failingDown = laterMigrations(engine, { up, down: `${down} ${broken}` });
    const migrations = await configuredMigrations(settings, failingDown);
    await migrations.up();
    await expect(migrations.down(one)).rejects.toThrow(
      'Migration 9001-later failed, and nothing was changed',
    );
    const upgraded = await open({ migrations: failingDown, migrate: 'off' });
    expect(await contentsOf(upgraded)).toEqual(before);
    await upgraded.close();
  });
});

describe('a rolling upgrade on postgres', () => {
  it('lets old and new replicas work at once through an expand step, before and after it', async () => {
    const { open } = await placeOn('postgres');
    const later = laterMigrations('postgres');
    const old = await open();
    const stored: Promise<unknown>[] = [];
    let upgraded: Opened | undefined;
    const opening = open({ migrations: later }).then((store) => {
      upgraded = store;
    });
    // The old one works all the while, and goes on for some time beside the new one.
    for (let n = 1, beside = 0; beside < 20 && n < 1000; n += 1) {
      stored.push(write(old, add('old', n, `{"title":"old ${n}"}`)));
      if (upgraded) {
        beside += 1;
        stored.push(write(upgraded, add('new', beside, `{"title":"new ${beside}"}`)));
      }
      await Promise.all(stored);
    }
    await opening;
    const fresh = await open({ migrations: later, migrate: 'off' });
    const seen = await contentsOf(fresh);
    expect(await contentsOf(old)).toEqual(seen);
    expect(seen.filter(({ kind }) => kind === 'version')).toHaveLength(stored.length);
    expect(await old.versions('new')).toEqual(await fresh.versions('new'));
    expect(await fresh.versions('old')).toEqual(await old.versions('old'));
    expect(await old.latestVersion('new')).toMatchObject({ version: 20 });
    await Promise.all([old.close(), upgraded?.close(), fresh.close()]);
    // What starts anew must be the new version.
    await expect(open()).rejects.toMatchObject({ reason: 'newer-version' });
  });
});
