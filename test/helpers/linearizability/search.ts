import { freshReplica, type Operation } from './operation.ts';
import { type Compatible, type SubjectState, stateAfter } from './subject-state.ts';

export interface Guarantee {
  readonly compatible: Compatible;
  /**
   * For how long a replica may answer a read from before what another replica had done, in milliseconds; of its
   * own doings it always knows. 0: reads are as exact as writes, which are always in one order everywhere.
   */
  readonly readLag: number;
  /** The search gives up after so many states. Default 200 000. */
  readonly maxStates?: number;
}

export type Verdict =
  | { readonly kind: 'linearizable' }
  /** No order explains the answers; `stuck` is the earliest that the longest order found has no place for. */
  | { readonly kind: 'impossible'; readonly stuck: Operation | undefined }
  | { readonly kind: 'gave-up' };

/**
 * Looks for an order of one subject's operations, each between its question and its answer, in which a registry
 * that does one thing at a time would have given the same answers (Wing and Gong, "Testing and verifying
 * concurrent objects", 1993; states seen before are not searched again, after Lowe 2017).
 */
export function findOrder(operations: readonly Operation[], guarantee: Guarantee): Verdict {
  const { compatible, readLag, maxStates = 200_000 } = guarantee;
  const candidates = operations
    .toSorted((a, b) => a.invoked - b.invoked)
    .map((operation, index, all) => ({
      operation,
      bit: 1n << BigInt(index),
      beforeWrite: earlierThan(operation, all, 0),
      beforeRead: earlierThan(operation, all, readLag),
    }));
  const required = candidates.reduce(
    (mask, { operation, bit }) => (isUnknown(operation) ? mask : mask | bit),
    0n,
  );
  const seen = new Set<string>();
  let furthest = 0n;
  let gaveUp = false;

  /** Answers that fit and change nothing can go first: whatever order works without them works after them. */
  function withReads(start: bigint, state: SubjectState): bigint {
    let done = start;
    for (let before: bigint | undefined; before !== done; ) {
      before = done;
      for (const { operation, bit, beforeWrite, beforeRead } of candidates) {
        if ((done & bit) !== 0n || isUnknown(operation)) continue;
        const awaited = operation.result === 'refused' ? beforeWrite : beforeRead;
        if ((awaited & ~done) === 0n && stateAfter(state, operation, compatible) === state) done |= bit;
      }
    }
    return done;
  }

  function explains(start: bigint, state: SubjectState): boolean {
    const done = withReads(start, state);
    if (count(done & required) >= count(furthest)) furthest = done & required;
    if ((done & required) === required) return true;
    const key = `${done} ${JSON.stringify(state)}`;
    if (seen.has(key)) return false;
    if (seen.size >= maxStates) {
      gaveUp = true;
      return false;
    }
    seen.add(key);
    return candidates.some(({ operation, bit, beforeWrite }) => {
      if ((done & bit) !== 0n || (beforeWrite & ~done) !== 0n) return false;
      const next = stateAfter(state, operation, compatible);
      return next !== undefined && next !== state && explains(done | bit, next);
    });
  }

  if (explains(0n, [])) return { kind: 'linearizable' };
  if (gaveUp) return { kind: 'gave-up' };
  const stuck = candidates.find(({ bit }) => (required & bit) !== 0n && (furthest & bit) === 0n);
  return { kind: 'impossible', stuck: stuck?.operation };
}

/** Those that must come before an operation, when what other replicas did counts only after a while. */
function earlierThan(operation: Operation, all: readonly Operation[], lag: number): bigint {
  return all.reduce((mask, other, index) => {
    const knows = other.replica === operation.replica || operation.replica === freshReplica;
    const earlier = other.answered + (knows ? 0 : lag) < operation.invoked;
    return earlier ? mask | (1n << BigInt(index)) : mask;
  }, 0n);
}

function isUnknown({ result }: Operation): boolean {
  return result === 'unknown';
}

function count(mask: bigint): number {
  return mask.toString(2).replaceAll('0', '').length;
}
