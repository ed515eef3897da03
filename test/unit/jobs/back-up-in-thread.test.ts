import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { backUp } from '../../../src/jobs/back-up.ts';
import { runBackupInThread } from '../../../src/jobs/back-up-in-thread.ts';
import { openSqliteStore } from '../../../src/storage/sqlite/open-store.ts';
import { add, write } from '../../helpers/changes.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

async function settingsOfStore() {
  const root = temporaryDirectory();
  const store = await openSqliteStore({ directory: join(root, 'data') });
  await write(store, add('a', 1, '{}'));
  await store.close();
  const loaded = loadConfig({ DATA_DIR: join(root, 'data'), BACKUP_DIR: join(root, 'backups') });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  return { settings: loaded.config, backups: join(root, 'backups') };
}

it('makes the same backup as on the thread of the caller', async () => {
  const { settings, backups } = await settingsOfStore();
  const { signal } = new AbortController();
  const there = await backUp(settings, { run: (order) => runBackupInThread(order, signal) });
  const here = await backUp(settings);
  expect(there.records).toEqual(here.records);
  expect(readdirSync(backups).toSorted()).toEqual([there.name, here.name].toSorted());
});

it('fails as a backup when its thread dies', async () => {
  const { signal } = new AbortController();
  await expect(runBackupInThread({} as never, signal)).rejects.toMatchObject({
    name: 'BackupError',
    stage: 'dump',
  });
});

it('passes on at which stage it failed', async () => {
  const { settings } = await settingsOfStore();
  const run = (order: Parameters<typeof runBackupInThread>[0]) =>
    runBackupInThread(
      { ...order, staged: join(order.scratch, 'none', 'file') },
      new AbortController().signal,
    );
  await expect(backUp(settings, { run })).rejects.toMatchObject({ name: 'BackupError', stage: 'dump' });
});

it('ends when it is told to, and does not begin when it was told before', async () => {
  const { settings, backups } = await settingsOfStore();
  const ending = new AbortController();
  const made = backUp(settings, {
    run: (order) => {
      const running = runBackupInThread(order, ending.signal);
      ending.abort(new Error('closing'));
      return running;
    },
  });
  await expect(made).rejects.toThrow('ended before it was made');
  const again = backUp(settings, { run: (order) => runBackupInThread(order, ending.signal) });
  await expect(again).rejects.toThrow('closing');
  expect(readdirSync(backups)).toEqual([]);
});
