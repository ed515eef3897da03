import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { timeOfName } from '../../../src/backup/backup-name.ts';
import { DirectoryTarget } from '../../../src/backup/directory-target.ts';
import { type BackupJob, makeBackup } from '../../../src/backup/make-backup.ts';
import { readBackup, readBackupHeader } from '../../../src/backup/read-backup.ts';
import type { BackupTarget } from '../../../src/backup/target.ts';
import type { DumpRecord } from '../../../src/registry/dump.ts';
import { dumpOfSchemas, emptyStore, streamOf } from '../../helpers/dumps.ts';
import { directoryOf } from '../../helpers/files.ts';

const old = (day: number) => `schemagate-202601${String(day).padStart(2, '0')}T030000Z-00000000.ndjson.zst`;
const records = dumpOfSchemas(30);

/** A job whose target holds backups of ten days long ago. */
async function jobOf(more: Partial<BackupJob> = {}): Promise<BackupJob & { readonly directory: string }> {
  const names = Array.from({ length: 10 }, (_, index) => old(index + 1));
  const directory = directoryOf(Object.fromEntries(names.map((name) => [name, ''])));
  const target = new DirectoryTarget(directory);
  return {
    source: { engine: 'sqlite', dump: () => streamOf(records) },
    target,
    program: '1.2.3',
    staged: await target.stagingFile(),
    makeScratchStore: emptyStore,
    directory,
    ...more,
  };
}

it('makes a backup that is verified, whole and private, and says what is in it', async () => {
  const before = Date.now();
  const job = await jobOf();
  const report = await makeBackup(job);
  const file = join(job.directory, report.name);
  expect(report).toMatchObject({
    location: job.directory,
    size: statSync(file).size,
    records: { schemas: 30, versions: 30, configs: 1, modes: 1, properties: 1 },
    removed: [],
  });
  expect(report.createdAt.getTime()).toBeGreaterThanOrEqual(before);
  expect(report.seconds).toBeGreaterThan(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await Array.fromAsync(readBackup(file))).toEqual(records);
  expect(await readBackupHeader(file)).toMatchObject({ program: '1.2.3', engine: 'sqlite' });
  expect(readdirSync(job.directory)).toHaveLength(11);
  expect(Math.abs((timeOfName(report.name)?.getTime() ?? 0) - report.createdAt.getTime())).toBeLessThan(1000);
});

it('removes what the policy does not keep once the backup is stored', async () => {
  const job = await jobOf({ retention: { count: 3, days: 0 } });
  const report = await makeBackup(job);
  expect(readdirSync(job.directory).toSorted()).toEqual([old(9), old(10), report.name]);
  expect(report.removed).toHaveLength(8);
  expect(report.retentionProblem).toBeUndefined();
});

it('keeps a backup that it can not verify under a name that says so, and removes nothing', async () => {
  const emptied: BackupJob['makeScratchStore'] = () => ({
    load: async (all) => void (await Array.fromAsync(all)),
    dump: () => streamOf([]),
  });
  const job = await jobOf({ retention: { count: 1, days: 1 }, makeScratchStore: emptied });
  await expect(makeBackup(job)).rejects.toMatchObject({ name: 'BackupError', stage: 'verify' });
  const names = readdirSync(job.directory);
  expect(names).toHaveLength(11);
  expect(names.filter((name) => name.endsWith('.zst.unverified'))).toHaveLength(1);
  expect(await job.target.list()).toHaveLength(10);
});

it('removes nothing when the store can not be read', async () => {
  const failing = async function* (): AsyncGenerator<DumpRecord> {
    yield* records;
    throw new Error('the store went away');
  };
  const job = await jobOf({
    retention: { count: 1, days: 1 },
    source: { engine: 'sqlite', dump: failing },
  });
  await expect(makeBackup(job)).rejects.toMatchObject({ stage: 'dump', message: 'the store went away' });
  expect(await job.target.list()).toHaveLength(10);
});

it('fails when the target does not take the backup', async () => {
  const job = await jobOf();
  const target = targetWith(job.target, { store: () => Promise.reject(new Error('disk full')) });
  await expect(makeBackup({ ...job, target })).rejects.toMatchObject({
    stage: 'store',
    message: 'disk full',
  });
});

it('stands although older ones can not be removed', async () => {
  const job = await jobOf({ retention: { count: 5, days: 0 } });
  const target = targetWith(job.target, { remove: () => Promise.reject(new Error('not permitted')) });
  const report = await makeBackup({ ...job, target });
  expect(report).toMatchObject({ removed: [], retentionProblem: 'not permitted' });
  expect(await job.target.list()).toHaveLength(11);
});

function targetWith(target: BackupTarget, changed: Partial<BackupTarget>): BackupTarget {
  return {
    location: target.location,
    stagingFile: (scratch) => target.stagingFile(scratch),
    store: (staged, name) => target.store(staged, name),
    list: () => target.list(),
    localFile: (name, scratch) => target.localFile(name, scratch),
    remove: (name) => target.remove(name),
    ...changed,
  };
}
