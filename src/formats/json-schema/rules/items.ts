import type { ArrayNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { includePair } from './include-pair.ts';

/** `items` that is one schema for all. */
export function compareItems(
  original: ArrayNode,
  update: ArrayNode,
  context: PairContext,
): Steps | undefined {
  if (original.items !== undefined && update.items !== undefined) {
    return includePair(original.items, update.items, 'items', context);
  }
  if (update.items !== undefined) {
    context.add('SCHEMA_ADDED', 'items');
  } else if (original.items !== undefined) {
    context.add('SCHEMA_REMOVED', 'items');
  }
  return undefined;
}
