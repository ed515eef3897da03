import type { ArrayNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/** `items` that is one schema for all. */
export function* compareItems(original: ArrayNode, update: ArrayNode, context: PairContext): Steps {
  if (original.items !== undefined && update.items !== undefined) {
    context.include(yield { original: original.items, update: update.items }, 'items');
  } else if (update.items !== undefined) {
    context.add('SCHEMA_ADDED', 'items');
  } else if (original.items !== undefined) {
    context.add('SCHEMA_REMOVED', 'items');
  }
}
