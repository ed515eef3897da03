import type { ArrayNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { isOpenArray } from '../content-model.ts';

/**
 * Items named where the original seems closed, but its `additionalItems` or `unevaluatedItems` had
 * nothing to hold for: without a list of items before them, or behind `items` that take all.
 */
export function compareTupleBesideUnusedRest(
  original: ArrayNode,
  update: ArrayNode,
  context: PairContext,
): void {
  const before = original.tuple?.length ?? 0;
  const after = update.tuple?.length ?? 0;
  const unused = before === 0 || original.additionalItems.kind === 'allowed';
  if (after > before && unused && !isOpenArray(original)) {
    context.add('TUPLE_ADDED_BESIDE_UNUSED_REST', 'items');
  }
}
