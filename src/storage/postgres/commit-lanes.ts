import { type KeepAsker, keepNobody, type Within } from '../../registry/asker.ts';
import type { Change, CommitResult } from '../../registry/store.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { inSuccession, markCommitted, type OrderedChange } from '../../registry/succession.ts';
import { changeSize } from '../common/change-size.ts';
import { contentName, needsOf } from './change-needs.ts';

/** What became of one change. */
export type ChangeOutcome =
  | CommitResult
  /** Not stored, or not known to be. */
  | { readonly outcome: 'failed'; readonly error: unknown };

export interface CommitLanesOptions {
  /** Commits the changes; resolves with one outcome for each, in order, and never rejects. */
  readonly write: (changes: readonly OrderedChange[]) => Promise<readonly ChangeOutcome[]>;
  /** Transactions that may be under way at once. */
  readonly lanes: number;
  /** A transaction is part of what asked for its first change. */
  readonly keepAsker?: KeepAsker | undefined;
  readonly limits?: CommitLimits | undefined;
}

/** Sizes in bytes, roughly. */
export interface CommitLimits {
  readonly batchChanges: number;
  readonly batchBytes: number;
  /** What may wait at most; beyond it changes are refused. */
  readonly waitingBytes: number;
}

export const defaultLimits: CommitLimits = {
  batchChanges: 128,
  batchBytes: 4 * 1024 * 1024,
  waitingBytes: 64 * 1024 * 1024,
};

interface Waiting {
  readonly change: Change;
  readonly bytes: number;
  readonly within: Within;
  /** The subjects and contents that it would make a transaction beside it wait for. */
  readonly keys: readonly string[];
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Lets changes that arrive while all lanes are taken share the next transaction: fewer round trips, and one
 * flush to disk for all. A lane never waits for another of the same store: changes of one subject, or with
 * one content, are not under way in two.
 */
export class CommitLanes {
  readonly #options: CommitLanesOptions;
  readonly #limits: CommitLimits;
  readonly #keepAsker: KeepAsker;
  readonly #busy = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #scheduled = false;

  constructor(options: CommitLanesOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
    this.#keepAsker = options.keepAsker ?? keepNobody;
  }

  /** Changes that wait for a transaction. */
  get waiting(): number {
    return this.#waiting.length;
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
    this.#waiting.push({
      change,
      bytes,
      within: this.#keepAsker(),
      keys: keysOf(change),
      resolve,
      reject,
    });
    this.#waitingBytes += bytes;
    this.#schedule();
    return promise;
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      this.#fillLanes();
      await Promise.race(this.#running);
    }
  }

  /** In a moment: all that arrives in this turn of the event loop shares a transaction. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#fillLanes();
    });
  }

  #fillLanes(): void {
    while (this.#running.size < this.#options.lanes) {
      const batch = this.#takeBatch();
      const [first] = batch;
      if (first === undefined) return;
      const commit = () => this.#commit(batch);
      const running = first.within(commit).finally(() => {
        this.#running.delete(running);
        this.#schedule();
      });
      this.#running.add(running);
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { standing, orphaned } = inSuccession(batch);
    for (const { resolve } of orphaned) resolve({ outcome: 'conflict' });
    for (const { item } of standing) for (const key of item.keys) this.#busy.add(key);
    const outcomes =
      standing.length > 0 ? await this.#options.write(standing.map(({ change }) => change)) : [];
    for (const [index, { item }] of standing.entries()) {
      for (const key of item.keys) this.#busy.delete(key);
      const outcome = outcomes[index] ?? { outcome: 'failed', error: new Error('The change got no outcome') };
      if (outcome.outcome === 'committed') markCommitted(item.change);
      if (outcome.outcome === 'failed') item.reject(unwritten(outcome.error));
      else item.resolve(outcome);
    }
  }

  #takeBatch(): Waiting[] {
    // A change that must wait lets none of its subjects pass: it would never get them all otherwise.
    const blocked = new Set(this.#busy);
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.#waiting) {
      // One change goes alone however big it is.
      const full =
        batch.length === this.#limits.batchChanges ||
        (batch.length > 0 && bytes + waiting.bytes > this.#limits.batchBytes);
      if (full || waiting.keys.some((key) => blocked.has(key))) {
        for (const key of waiting.keys) blocked.add(key);
        rest.push(waiting);
      } else {
        batch.push(waiting);
        bytes += waiting.bytes;
      }
    }
    this.#waiting = rest;
    this.#waitingBytes -= bytes;
    return batch;
  }
}

function keysOf(change: Change): string[] {
  const { exclusive, contents } = needsOf([change]);
  return [...exclusive.map(({ key }) => key.toString('latin1')), ...contents.map((key) => contentName(key))];
}

function unwritten(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError('The store could not write the change', { cause });
}
