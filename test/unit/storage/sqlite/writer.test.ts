import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Writer } from '../../../../src/storage/sqlite/writer.ts';
import { add, change } from '../../../helpers/changes.ts';
import { openTemporaryDatabase } from '../../../helpers/sqlite-database.ts';

const batch = [change([add('a', 1, '{}')])];
const committed = { outcome: 'committed', schemaIds: [1] };

describe('the writer', () => {
  it('starts its thread with the first write when nobody did', async () => {
    const writer = new Writer({ file: openTemporaryDatabase().file, busyTimeout: 0 });
    expect((await writer.write(batch)).results).toEqual([committed]);
    await writer.close();
  });

  it('can be closed when it never started', async () => {
    const writer = new Writer({ file: '/nowhere', busyTimeout: 0 });
    await expect(writer.close()).resolves.toBeUndefined();
  });

  it('rejects at the start when the database can not be opened', async () => {
    const writer = new Writer({ file: '/nowhere/at/all.db', busyTimeout: 0 });
    await expect(writer.start()).rejects.toThrow('unable to open database file');
  });

  it('rejects a write that comes while the thread is ending', async () => {
    const started = once(process, 'worker') as Promise<[Worker]>;
    const writer = new Writer({ file: openTemporaryDatabase().file, busyTimeout: 0 });
    await writer.start();
    const [worker] = await started;
    const late = Promise.withResolvers<unknown>();
    // Ahead of the writer's own listener: the writer does not know yet.
    worker.prependListener('exit', () => late.resolve(writer.write(batch)));
    await worker.terminate();
    await expect(late.promise).rejects.toThrow('The writer thread ended');
    expect((await writer.write(batch)).results).toEqual([committed]);
    await writer.close();
  });
});
