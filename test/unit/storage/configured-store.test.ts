import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { openConfiguredDump, openConfiguredStore } from '../../../src/storage/configured-store.ts';
import { add, write } from '../../helpers/changes.ts';
import { postgresForFile } from '../../helpers/postgres/databases.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const databases = postgresForFile();

function settingsFrom(environment: Readonly<Record<string, string>>) {
  const loaded = loadConfig(environment);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

describe('the configured store', () => {
  it.each(['sqlite', 'postgres'])(
    'is on %s when the settings say so, and can be dumped in use',
    async (engine) => {
      const DATABASE_URL = engine === 'postgres' ? await databases.create() : '';
      const settings = settingsFrom({ DATA_DIR: temporaryDirectory(), DATABASE_URL });
      const store = await openConfiguredStore(settings);
      await write(store, add('a', 1, '{}'));
      const source = openConfiguredDump(settings, temporaryDirectory());
      expect(source.engine).toBe(engine);
      const records = await Array.fromAsync(source.dump());
      expect(records.map(({ kind }) => kind)).toEqual(['schema', 'version', 'last-id']);
      await source.close();
      await store.close();
    },
  );

  it.each(['sqlite', 'postgres'])(
    'on %s is migrated at the start, or by the operator with MIGRATE=off',
    async (engine) => {
      const DATABASE_URL = engine === 'postgres' ? await databases.create() : '';
      const place = { DATA_DIR: temporaryDirectory(), DATABASE_URL };
      const byHand = settingsFrom({ ...place, MIGRATE: 'off' });
      await expect(openConfiguredStore(byHand)).rejects.toMatchObject({
        reason: 'not-migrated',
        message: expect.stringContaining('Run schemagate migrate up, or start with MIGRATE=auto.'),
      });
      await (await openConfiguredStore(settingsFrom(place))).close();
      await (await openConfiguredStore(byHand)).close();
    },
  );

  it('is dumped from a database of the same layout alone', async () => {
    const settings = settingsFrom({ DATABASE_URL: await databases.create() });
    const source = openConfiguredDump(settings, temporaryDirectory());
    await expect(Array.fromAsync(source.dump())).rejects.toMatchObject({ reason: 'not-migrated' });
  });
});
