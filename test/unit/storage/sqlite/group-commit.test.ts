import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/registry/store.ts';
import { StoreUnavailableError } from '../../../../src/registry/store.ts';
import { changeSize } from '../../../../src/storage/common/change-size.ts';
import type { BatchResult } from '../../../../src/storage/sqlite/commit-batch.ts';
import type { GroupCommitOptions } from '../../../../src/storage/sqlite/group-commit.ts';
import { defaultLimits, GroupCommit } from '../../../../src/storage/sqlite/group-commit.ts';
import { add, change, outcomes } from '../../../helpers/changes.ts';

const small = change([add('a', 1, '{}')]);
const committed = { outcome: 'committed', schemaIds: [] } as const;

/** A writer whose transactions end when the test says so. */
class HeldWriter {
  readonly batches: { changes: readonly Change[]; end: PromiseWithResolvers<BatchResult> }[] = [];

  readonly write = (changes: readonly Change[]): Promise<BatchResult> => {
    const end = Promise.withResolvers<BatchResult>();
    this.batches.push({ changes, end });
    return end.promise;
  };

  sizes(): number[] {
    return this.batches.map(({ changes }) => changes.length);
  }

  commit(index: number): void {
    const batch = this.batches[index];
    batch?.end.resolve({ results: batch.changes.map(() => committed), seconds: 0.5 });
  }
}

function start(options: Partial<GroupCommitOptions> = {}): { writer: HeldWriter; group: GroupCommit } {
  const writer = new HeldWriter();
  return { writer, group: new GroupCommit({ write: writer.write, ...options }) };
}

const submit = (group: GroupCommit, count: number): Promise<{ outcome: string }[]> =>
  Promise.all(Array.from({ length: count }, () => group.submit(small)));

describe('changes', () => {
  it('share the next transaction while one is under way, and are told of it', async () => {
    const told: unknown[] = [];
    const { writer, group } = start({ onCommit: (batch) => told.push(batch) });
    const first = submit(group, 1);
    const rest = submit(group, 9);
    expect(writer.sizes()).toEqual([1]);
    writer.commit(0);
    await first;
    expect(writer.sizes()).toEqual([1, 9]);
    writer.commit(1);
    expect(await rest).toEqual(Array.from({ length: 9 }, () => committed));
    expect(told).toEqual([
      { changes: 1, seconds: 0.5 },
      { changes: 9, seconds: 0.5 },
    ]);
  });

  it('are not acknowledged before their transaction is durable', async () => {
    const { writer, group } = start();
    const states: string[] = [];
    const first = group.submit(small).then(() => states.push('first'));
    const second = group.submit(small).then(() => states.push('second'));
    expect(states).toEqual([]);
    writer.commit(0);
    await first;
    expect(states).toEqual(['first']);
    writer.commit(1);
    await second;
    expect(states).toEqual(['first', 'second']);
  });

  it('go into another transaction when there are too many for one', async () => {
    const { writer, group } = start({ limits: { ...defaultLimits, batchChanges: 3 } });
    const all = submit(group, 8);
    for (const index of [0, 1, 2, 3]) {
      writer.commit(index);
      await nextTurn();
    }
    expect(writer.sizes()).toEqual([1, 3, 3, 1]);
    expect(await all).toHaveLength(8);
  });

  it('go into another transaction when they are too big for one, each alone if it must', async () => {
    const { writer, group } = start({ limits: { ...defaultLimits, batchBytes: 2 * changeSize(small) } });
    const big = change([add('a', 1, 'x'.repeat(100_000))]);
    const all = Promise.all([small, big, small, small, small].map((each) => group.submit(each)));
    for (const index of [0, 1, 2, 3]) {
      writer.commit(index);
      await nextTurn();
    }
    expect(writer.sizes()).toEqual([1, 1, 2, 1]);
    expect(await all).toHaveLength(5);
  });

  it('are refused when too much waits, and taken again when it is less', async () => {
    const { writer, group } = start({ limits: { ...defaultLimits, waitingBytes: 2 * changeSize(small) } });
    // The first does not wait: its transaction begins at once.
    const taken = submit(group, 3);
    await expect(group.submit(small)).rejects.toThrow(StoreUnavailableError);
    writer.commit(0);
    await nextTurn();
    const again = group.submit(small);
    writer.commit(1);
    await nextTurn();
    writer.commit(2);
    expect(outcomes([...(await taken).map(() => committed), await again])).toHaveLength(4);
  });
});

describe('a transaction that fails', () => {
  it('rejects its changes, keeps the cause, and leaves the next ones alone', async () => {
    const { writer, group } = start();
    const first = group.submit(small);
    const second = group.submit(small);
    const cause = new Error('the writer thread ended');
    writer.batches[0]?.end.reject(cause);
    await expect(first).rejects.toMatchObject({ name: 'StoreUnavailableError', cause });
    writer.commit(1);
    expect(await second).toEqual(committed);
  });

  it('rejects a change whose result is a failure or is missing, and tells of the durable ones only', async () => {
    const told: number[] = [];
    const { writer, group } = start({ onCommit: ({ changes }) => told.push(changes) });
    const first = group.submit(small);
    const [second, third, fourth] = [group.submit(small), group.submit(small), group.submit(small)];
    writer.batches[0]?.end.resolve({ results: [{ outcome: 'failed', reason: 'disk is full' }], seconds: 1 });
    await expect(first).rejects.toThrow('The store could not write the change');
    await expect(first).rejects.toMatchObject({ cause: new Error('disk is full') });
    const results = [committed, { outcome: 'conflict' }] as const;
    writer.batches[1]?.end.resolve({ results, seconds: 1 });
    expect(outcomes([await second, await third])).toEqual(['committed', 'conflict']);
    await expect(fourth).rejects.toThrow(StoreUnavailableError);
    expect(told).toEqual([2]);
  });
});

describe('draining', () => {
  it('ends when the last change is settled, and at once when none waits', async () => {
    const { writer, group } = start();
    await expect(group.drain()).resolves.toBeUndefined();
    const all = submit(group, 2);
    let drained = false;
    const draining = group.drain().then(() => {
      drained = true;
    });
    writer.commit(0);
    await nextTurn();
    expect(drained).toBe(false);
    writer.commit(1);
    await draining;
    expect(await all).toEqual([committed, committed]);
  });
});

/** Lets everything run that is ready to. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
