import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { CommitResult } from '../../../../src/registry/store.ts';
import { StoreUnavailableError } from '../../../../src/registry/store.ts';
import { openSqliteStore } from '../../../../src/storage/sqlite/open-store.ts';
import type { SqliteStore } from '../../../../src/storage/sqlite/store.ts';
import { add, change, contentOf, write } from '../../../helpers/changes.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const commit = (store: SqliteStore, subject: string): Promise<CommitResult> =>
  store.commit(change([add(subject, 1, '{}')]));

interface Opened {
  readonly store: SqliteStore;
  readonly file: string;
  /** The thread that writes. */
  readonly worker: Worker;
}

async function open(busyTimeout = 100): Promise<Opened> {
  const directory = temporaryDirectory();
  const started = once(process, 'worker') as Promise<[Worker]>;
  const store = await openSqliteStore({ directory, busyTimeout });
  const [worker] = await started;
  return { store, worker, file: join(directory, 'schemagate.db') };
}

describe('commits at once', () => {
  it('share transactions', async () => {
    const batches: number[] = [];
    const directory = temporaryDirectory();
    const onCommit = ({ changes, seconds }: { changes: number; seconds: number }): void => {
      if (seconds > 0) batches.push(changes);
    };
    const store = await openSqliteStore({ directory, onCommit });
    await Promise.all(Array.from({ length: 600 }, (_, n) => commit(store, `s${n}`)));
    await store.close();
    expect(batches).toEqual([1, 256, 256, 87]);
  });
});

describe('when the thread that writes dies', () => {
  it('rejects what it was writing, serves reads, and starts another for the next commit', async () => {
    const { store, worker, file } = await open();
    await commit(store, 'before');
    using other = new DatabaseSync(file);
    // Keeps the transaction from being finished before the thread is ended.
    other.exec('BEGIN IMMEDIATE');
    const dying = commit(store, 'dying');
    const next = commit(store, 'next');
    // The first has gone to the thread, the second waits.
    await new Promise(setImmediate);
    const ended = worker.terminate();
    await expect(dying).rejects.toThrow(StoreUnavailableError);
    await ended;
    expect((await store.subjects('')).map(({ subject }) => subject)).toEqual(['before']);
    other.exec('ROLLBACK');
    await Promise.allSettled([next]);
    expect(await commit(store, 'after')).toMatchObject({ outcome: 'committed' });
    expect(await store.version('dying', 1 as never)).toBeUndefined();
    await store.close();
  });

  it('rejects commits as long as another can not start, and takes them again when it can', async () => {
    const { store, worker, file } = await open();
    await worker.terminate();
    renameSync(file, `${file}.away`);
    await expect(commit(store, 'a')).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      cause: { message: expect.stringContaining('unable to open') as string },
    });
    renameSync(`${file}.away`, file);
    expect(await commit(store, 'a')).toMatchObject({ outcome: 'committed' });
    await store.close();
  });

  it('closes all the same', async () => {
    const { store, worker } = await open();
    await worker.terminate();
    await expect(store.close()).resolves.toBeUndefined();
  });
});

describe('when another program holds the database', () => {
  it('rejects commits as unavailable after a while, and goes on serving reads', async () => {
    const { store, file } = await open(10);
    await commit(store, 'a');
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(commit(store, 'b')).rejects.toThrow('The store could not write the change');
    expect(await store.latestVersion('a')).toBeDefined();
    other.exec('ROLLBACK');
    await commit(store, 'b');
    await store.close();
  });
});

describe('when pages of the database are damaged', () => {
  it('rejects the reads that need them as unavailable', async () => {
    const { store, file } = await open();
    await write(store, add('a', 1, contentOf(JSON.stringify({ title: 'x'.repeat(500_000) }))));
    await store.close();
    const bytes = readFileSync(file);
    // The long text is in the last pages.
    writeFileSync(file, bytes.fill(0xff, 200_000));
    const again = await openSqliteStore({ directory: dirname(file) });
    await expect(again.schema(1 as never)).rejects.toThrow(StoreUnavailableError);
    await expect(again.schema(1 as never)).rejects.toThrow('The store can not be read');
    await expect(again.ping()).resolves.toBeUndefined();
    await again.close();
  });
});
