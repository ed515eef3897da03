import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nameBackup } from '../../../src/backup/backup-name.ts';
import { DirectoryTarget } from '../../../src/backup/directory-target.ts';
import { withScratchDirectory } from '../../../src/backup/scratch-directory.ts';
import { directoryOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const [older = '', newer = ''] = ['2026-11-23T03:00:00Z', '2026-11-24T03:00:00Z'].map((time) =>
  nameBackup(new Date(time)),
);

it('makes its directory for its owner alone, stores by a rename, lists the newest first, removes', async () => {
  const path = join(temporaryDirectory(), 'a', 'b');
  const target = new DirectoryTarget(path);
  expect(await target.list()).toEqual([]);
  for (const name of [older, newer]) {
    const staged = await target.stagingFile();
    writeFileSync(staged, name);
    expect(await target.list()).toHaveLength(name === older ? 0 : 1);
    await target.store(staged, name);
  }
  writeFileSync(join(path, 'notes.txt'), '');
  writeFileSync(join(path, `${older}.unverified`), '');
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(await target.list()).toEqual([
    { name: newer, size: newer.length, createdAt: new Date('2026-11-24T03:00:00Z') },
    { name: older, size: older.length, createdAt: new Date('2026-11-23T03:00:00Z') },
  ]);
  expect(readFileSync(await target.localFile(older), 'utf8')).toBe(older);
  await target.remove(older);
  expect(readdirSync(path)).toEqual(expect.arrayContaining([newer, 'notes.txt', `${older}.unverified`]));
  expect(readdirSync(path)).toHaveLength(3);
});

it('reaches nothing outside of its directory', async () => {
  const root = directoryOf({ 'backups/x': '', secret: '' });
  const target = new DirectoryTarget(join(root, 'backups'));
  await expect(target.localFile('../secret')).rejects.toThrow(
    `There is no backup ${join(root, 'backups', 'secret')}`,
  );
  await expect(new DirectoryTarget(root).localFile('backups')).rejects.toThrow('name a backup in it');
  const file = new DirectoryTarget(join(root, 'secret'));
  await expect(file.localFile(older)).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(target.remove('../secret')).rejects.toMatchObject({ code: 'ENOENT' });
});

it('clears away what processes that were killed have left there for a day, and nothing else', async () => {
  const root = directoryOf({ '.schemagate-partial-old': '', '.schemagate-partial-new': '', [older]: '' });
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const name of ['.schemagate-partial-old', older]) utimesSync(join(root, name), longAgo, longAgo);
  await new DirectoryTarget(root).stagingFile();
  expect(readdirSync(root).toSorted()).toEqual(['.schemagate-partial-new', older]);

  mkdirSync(join(root, 'schemagate-scratch-old', 'deep'), { recursive: true });
  utimesSync(join(root, 'schemagate-scratch-old'), longAgo, longAgo);
  const during = await withScratchDirectory(root, async (scratch) => {
    expect(statSync(scratch).mode & 0o777).toBe(0o700);
    return readdirSync(root).filter((name) => name.startsWith('schemagate-scratch-'));
  });
  expect(during).toHaveLength(1);
  await expect(withScratchDirectory(root, () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
  expect(readdirSync(root).toSorted()).toEqual(['.schemagate-partial-new', older]);
});

it('says so when it is no directory', async () => {
  const root = directoryOf({ file: '' });
  await expect(new DirectoryTarget(join(root, 'file')).list()).rejects.toMatchObject({ code: 'ENOTDIR' });
});
