import { type KeepAsker, keepNobody, type Within } from '../../registry/asker.ts';
import type { Change, CommitResult } from '../../registry/store.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { inSuccession, markCommitted, type OrderedChange } from '../../registry/succession.ts';
import { changeSize } from '../common/change-size.ts';
import type { BatchResult, ChangeResult } from './commit-batch.ts';

export interface GroupCommitOptions {
  /** Commits the changes in one transaction, resolving once it is durable. One call at a time. */
  readonly write: (changes: readonly OrderedChange[]) => Promise<BatchResult>;
  /** Told of each transaction that became durable; must not throw. */
  readonly onCommit?: ((batch: { changes: number; seconds: number }) => void) | undefined;
  /** A transaction is part of what asked for its first change. */
  readonly keepAsker?: KeepAsker | undefined;
  readonly limits?: GroupCommitLimits;
}

/** Sizes in bytes, roughly. */
export interface GroupCommitLimits {
  readonly batchChanges: number;
  readonly batchBytes: number;
  /** What may wait at most; beyond it changes are refused. */
  readonly waitingBytes: number;
}

export const defaultLimits: GroupCommitLimits = {
  batchChanges: 256,
  batchBytes: 4 * 1024 * 1024,
  waitingBytes: 64 * 1024 * 1024,
};

interface Waiting {
  readonly change: Change;
  readonly bytes: number;
  readonly within: Within;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: Error) => void;
}

/** Lets changes that arrive while a transaction is under way share the next one: one fsync for all. */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #limits: GroupCommitLimits;
  readonly #keepAsker: KeepAsker;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
    this.#keepAsker = options.keepAsker ?? keepNobody;
  }

  /**
   * Resolves once the change is durable, or refused for a conflict.
   * @throws StoreUnavailableError when it wasn't written, or when that isn't known
   */
  submit(change: Change): Promise<CommitResult> {
    const bytes = changeSize(change);
    if (this.#waitingBytes + bytes > this.#limits.waitingBytes) {
      return Promise.reject(new StoreUnavailableError('Too many changes are waiting to be stored'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<CommitResult>();
    this.#waiting.push({ change, bytes, within: this.#keepAsker(), resolve, reject });
    this.#waitingBytes += bytes;
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      await batch[0]?.within(() => this.#commit(batch));
    }
    this.#running = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { standing, orphaned } = inSuccession(batch);
    for (const { resolve } of orphaned) resolve({ outcome: 'conflict' });
    if (standing.length === 0) return;
    let done: BatchResult;
    try {
      done = await this.#options.write(standing.map(({ change }) => change));
    } catch (error) {
      for (const { item } of standing) item.reject(unwritten(error));
      return;
    }
    for (const [index, { item }] of standing.entries()) settle(item, done.results[index]);
    const changes = done.results.filter(({ outcome }) => outcome !== 'failed').length;
    if (changes > 0) this.#options.onCommit?.({ changes, seconds: done.seconds });
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes;
      // One change goes alone however big it is.
      if (count > 0 && (count === this.#limits.batchChanges || bytes > this.#limits.batchBytes)) break;
      this.#waitingBytes -= waiting.bytes;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

function settle({ change, resolve, reject }: Waiting, result: ChangeResult | undefined): void {
  if (result?.outcome === 'committed') markCommitted(change);
  if (result === undefined) reject(unwritten('the writer gave no result'));
  else if (result.outcome === 'failed') reject(unwritten(result.reason));
  else resolve(result);
}

function unwritten(reason: unknown): StoreUnavailableError {
  const cause = reason instanceof Error ? reason : new Error(String(reason));
  return new StoreUnavailableError('The store could not write the change', { cause });
}
