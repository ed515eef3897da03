import type { CombinedNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** Compares how many distinct members two combined schemas have: more alternatives, or more demands. */
export function compareMemberCount(
  before: number,
  after: number,
  original: CombinedNode,
  update: CombinedNode,
  context: PairContext,
): void {
  if (before < after) {
    context.add(update.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
  } else if (before > after) {
    context.add(original.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
  }
}
