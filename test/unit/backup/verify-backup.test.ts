import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyBackup } from '../../../src/backup/verify-backup.ts';
import { writeBackup } from '../../../src/backup/write-backup.ts';
import type { DumpableStore, DumpRecord } from '../../../src/registry/dump.ts';
import { dumpOfSchemas, emptyStore, streamOf } from '../../helpers/dumps.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const about = { program: '1', createdAt: '2026-11-24T03:00:00.000Z', engine: 'sqlite' };
const records = dumpOfSchemas(20);

async function write(some: readonly DumpRecord[]) {
  const file = join(temporaryDirectory(), 'backup');
  return { file, digest: await writeBackup(file, about, streamOf(some)) };
}

it('finds a backup good when a store restored from it holds the same', async () => {
  const { file, digest } = await write(records);
  expect((await verifyBackup(file, emptyStore(), digest)).counts).toMatchObject({
    schemas: 20,
    versions: 20,
  });
  expect((await verifyBackup(file, emptyStore())).value).toBe(digest.value);
});

it('does not believe a file that holds something else than what was backed up', async () => {
  const { file } = await write(records.filter(({ kind }) => kind !== 'mode'));
  const { digest } = await write(records);
  await expect(verifyBackup(file, emptyStore(), digest)).rejects.toThrow(
    /is not what was backed up: .*"modes":1/,
  );
});

it('does not believe a store that loses a record', async () => {
  const { file } = await write(records);
  const store = emptyStore();
  const losing: DumpableStore = {
    load: (all) => store.load(all),
    async *dump() {
      for await (const record of store.dump()) if (record.kind !== 'property') yield record;
    },
  };
  await expect(verifyBackup(file, losing)).rejects.toMatchObject({ reason: 'changed' });
});
