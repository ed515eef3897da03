import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeyStore, StoredKey } from '../../src/access/key-store.ts';
import { Keys } from '../../src/access/keys.ts';
import { configuredKeyStore, prepareKeyStore } from '../../src/storage/configured-key-store.ts';
import { migrateUp } from '../../src/storage/postgres/migrate.ts';
import { accessFileIn } from '../../src/storage/sqlite/access-file.ts';
import { directoryOf } from '../helpers/files.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { databaseSettings } from '../helpers/postgres/settings.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();

/** Opens stores of the same keys, which end with the test. */
type Place = () => Promise<KeyStore>;

const engines: Record<string, () => Promise<Place>> = {
  async sqlite() {
    const DATA_DIR = temporaryDirectory();
    return () => opened({ DATA_DIR });
  },
  async postgres() {
    const url = await databases.create();
    await migrateUp({ url, connectTimeout: 5000 });
    return () => opened(databaseSettings(url));
  },
};

async function opened(settings: Parameters<typeof configuredKeyStore>[0]): Promise<KeyStore> {
  const store = await configuredKeyStore(settings);
  onTestFinished(() => store.close());
  return store;
}

function key(id: string, more: Partial<StoredKey> = {}): StoredKey {
  return {
    id,
    name: `key ${id}`,
    grants: [{ role: 'writer', subjects: 'orders.' }],
    digest: `digest of ${id}`,
    previous: undefined,
    createdAt: 1_800_000_000_000,
    expiresAt: undefined,
    revokedAt: undefined,
    lastUsedAt: undefined,
    ...more,
  };
}

describe.each(Object.entries(engines))('keys on %s', (_engine, place) => {
  it('are kept whole, listed by age, and seen by other processes at once', async () => {
    const open = await place();
    const [one, other] = [await open(), await open()];
    expect(await other.any()).toBe(false);
    expect(await other.find('b')).toBeUndefined();
    expect(await other.list()).toEqual([]);
    const whole = key('b', {
      name: 'ключ "b"',
      grants: [
        { role: 'reader', subjects: '' },
        { role: 'admin', subjects: 'a:b' },
      ],
      previous: { digest: 'before', until: 1_800_000_000_500 },
      expiresAt: 1_900_000_000_000,
      revokedAt: 1_800_000_000_700,
      lastUsedAt: 1_800_000_000_600,
    });
    await one.add(whole);
    await other.add(key('a'));
    await one.add(key('c', { createdAt: 1 }));
    expect(await other.any()).toBe(true);
    expect(await other.find('b')).toEqual(whole);
    expect((await one.list()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    await expect(one.add(key('a'))).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  it('are revoked once, rotated with the last secret kept for a while, and remember their latest use', async () => {
    const store = await (await place())();
    expect(await store.revoke('a', 5)).toBeUndefined();
    expect(await store.rotate('a', { digest: 'next', previousUntil: 9 })).toBeUndefined();
    for (const id of ['a', 'b', 'c']) await store.add(key(id));

    expect(await store.revoke('a', 5)).toEqual(key('a', { revokedAt: 5 }));
    expect(await store.revoke('a', 6)).toEqual(key('a', { revokedAt: 5 }));
    expect(await store.rotate('a', { digest: 'next', previousUntil: 9 })).toBeUndefined();
    expect(await store.find('a')).toEqual(key('a', { revokedAt: 5 }));

    const once = key('b', { digest: 'second', previous: { digest: 'digest of b', until: 9 }, expiresAt: 70 });
    expect(await store.rotate('b', { digest: 'second', previousUntil: 9, expiresAt: 70 })).toEqual(once);
    const twice = { ...once, digest: 'third', previous: { digest: 'second', until: 11 } };
    expect(await store.rotate('b', { digest: 'third', previousUntil: 11 })).toEqual(twice);
    expect(await store.find('b')).toEqual(twice);

    const used = (uses: Record<string, number>) => store.touch(new Map(Object.entries(uses)));
    await used({ a: 7, b: 8, gone: 9 });
    await used({ a: 6, b: 9 });
    await used({});
    expect((await store.list()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([7, 9, undefined]);

    const keys = new Keys(store, () => 1_900_000_000_000);
    const { id } = await keys.create({ name: 'n', grants: ['reader'] });
    expect((await keys.rotate(id, { overlapMs: 10 })).previousUntil).toBe(1_900_000_000_010);
    await keys.revoke(id);
    expect((await keys.list()).at(-1)).toMatchObject({ id, state: 'revoked', revokedAt: 1_900_000_000_000 });
  });
});

it('keeps the file beside an embedded store for its owner alone, and makes none to look', async () => {
  const directory = temporaryDirectory();
  const store = await opened({ DATA_DIR: directory });
  await store.touch(new Map([['a', 1]]));
  expect(() => statSync(accessFileIn(directory))).toThrow('ENOENT');
  await store.add(key('a'));
  expect(statSync(accessFileIn(directory)).mode & 0o777).toBe(0o600);
});

it('says that keys can not be had when that is so, and has them when it is over', async () => {
  const broken = await opened({ DATA_DIR: directoryOf({ 'access.db': 'no database' }) });
  await expect(broken.find('a')).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  const away = await opened({ ...databaseSettings('postgres://x@127.0.0.1:1/x') });
  await expect(away.any()).rejects.toMatchObject({ name: 'StoreUnavailableError' });
});

it('brings the layout of a database up to date for whoever comes first, unless the operator does that', async () => {
  const settings = databaseSettings(await databases.create());
  await expect(prepareKeyStore({ ...settings, MIGRATE: 'off' })).rejects.toThrow('Run schemagate migrate up');
  const store = await prepareKeyStore(settings);
  expect(await store.any()).toBe(false);
  await store.close();
});
