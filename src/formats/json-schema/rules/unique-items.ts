import type { ArrayNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `uniqueItems`. */
export function compareUniqueItems(original: ArrayNode, update: ArrayNode, context: PairContext): void {
  if (original.uniqueItems !== update.uniqueItems) {
    context.add(original.uniqueItems ? 'UNIQUE_ITEMS_REMOVED' : 'UNIQUE_ITEMS_ADDED', 'uniqueItems');
  }
}
