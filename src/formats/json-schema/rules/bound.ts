import type { DifferenceKind } from '../difference.ts';
import type { PairContext } from '../pair-context.ts';

/** What to call each way in which a bound can change. */
export interface BoundKinds {
  readonly added: DifferenceKind;
  readonly removed: DifferenceKind;
  readonly increased: DifferenceKind;
  readonly decreased: DifferenceKind;
}

/** Compares one numeric bound of two schemas; `keyword` is its path. */
export function compareBound(
  original: number | undefined,
  update: number | undefined,
  keyword: string,
  kinds: BoundKinds,
  context: PairContext,
): void {
  if (original === update) {
    return;
  }
  if (original === undefined) {
    context.add(kinds.added, keyword);
  } else if (update === undefined) {
    context.add(kinds.removed, keyword);
  } else {
    context.add(original < update ? kinds.increased : kinds.decreased, keyword);
  }
}
