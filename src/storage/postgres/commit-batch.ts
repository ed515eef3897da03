import type { Guid, SchemaId, SchemaType } from '../../registry/schema.ts';
import type { CommitResult } from '../../registry/store.ts';
import type { OrderedChange } from '../../registry/succession.ts';
import { contentName, needsOf } from './change-needs.ts';
import { noticeQueries } from './change-notice.ts';
import { decideBatch } from './decide-batch.ts';
import { addVersions, effectQueries } from './effect-queries.ts';
import { OutcomeUnknownError, sqlState } from './error-class.ts';
import { factQueries, factsOf } from './facts.ts';
import { bind, type Query, type RunQuery, type Statement } from './statement.ts';

const commit: Statement = { name: 'commit', text: 'COMMIT' };
const rollback: Statement = { name: 'rollback', text: 'ROLLBACK' };

/** One for each change, in order, or why the whole transaction was refused. */
export type BatchOutcome =
  | { readonly kind: 'done'; readonly results: readonly CommitResult[] }
  | { readonly kind: 'aborted'; readonly error: unknown };

/**
 * Commits the changes in one transaction, in two round trips: lock and read, then write and commit. Those
 * in conflict are left out; the others become durable together. `run` uses one connection; `origin` names this
 * store to replicas.
 * @throws OutcomeUnknownError when the connection was lost amid the commit
 * @throws what the driver says when it was lost before: then nothing is stored
 */
export async function commitBatch(
  run: RunQuery,
  changes: readonly OrderedChange[],
  origin: string,
): Promise<BatchOutcome> {
  const needs = needsOf(changes);
  const reads = factQueries(needs);
  const facts = factsOf(needs, reads, await Promise.all(send(run, reads)));
  const { decisions, effect } = decideBatch(changes, facts);
  if (decisions.every(({ outcome }) => outcome === 'conflict')) {
    await run(bind(rollback));
    return { kind: 'done', results: decisions.map(() => ({ outcome: 'conflict' })) };
  }

  const writes = [
    ...effectQueries(effect, facts, needs),
    ...noticeQueries(effect, facts, origin),
    bind(commit),
  ];
  const written = await Promise.allSettled(send(run, writes));
  const aborted = abortion(written);
  if (aborted) return aborted;

  const ids = new Map(facts.schemaIds);
  const inserted = written[writes.findIndex(({ name }) => name === addVersions.name)];
  if (inserted?.status === 'fulfilled') {
    for (const { id, guid, type } of inserted.value as readonly ContentRow[]) {
      ids.set(contentName({ guid, schemaType: type }), id);
    }
  }
  const results = decisions.map((decision): CommitResult => {
    if (decision.outcome === 'conflict') return { outcome: 'conflict' };
    return { outcome: 'committed', schemaIds: decision.added.map((key) => idOf(ids, contentName(key))) };
  });
  return { kind: 'done', results };
}

interface ContentRow {
  readonly id: SchemaId;
  readonly guid: Guid;
  readonly type: SchemaType;
}

/** Sends all at once; each rejects or resolves with its rows. */
function send(run: RunQuery, queries: readonly Query[]): Promise<readonly unknown[]>[] {
  return queries.map((query) => run(query));
}

/**
 * What the first failure says. One that the server reported for a statement before the commit has undone
 * all; the commit sent after it then did nothing.
 */
function abortion(
  written: readonly PromiseSettledResult<readonly unknown[]>[],
): Extract<BatchOutcome, { kind: 'aborted' }> | undefined {
  const index = written.findIndex(({ status }) => status === 'rejected');
  const failed = written[index];
  if (failed?.status !== 'rejected') return undefined;
  const last = written.length - 1;
  const before = index < last && sqlState(failed.reason) !== undefined;
  if (!before)
    throw new OutcomeUnknownError('The connection was lost during a commit', { cause: failed.reason });
  // Without an answer to the commit the connection is of no more use.
  if (written[last]?.status === 'rejected') throw failed.reason;
  return { kind: 'aborted', error: failed.reason };
}

function idOf(ids: ReadonlyMap<string, SchemaId>, name: string): SchemaId {
  const id = ids.get(name);
  if (id === undefined)
    throw new OutcomeUnknownError('A content was stored by others meanwhile, its id is unknown');
  return id;
}
