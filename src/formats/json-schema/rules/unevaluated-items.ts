import type { ArrayNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import type { RestKinds } from './rest-kinds.ts';
import { compareUnevaluated } from './unevaluated.ts';

const kinds: RestKinds = {
  added: 'UNEVALUATED_ITEMS_ADDED',
  removed: 'UNEVALUATED_ITEMS_REMOVED',
  extended: 'UNEVALUATED_ITEMS_EXTENDED',
  narrowed: 'UNEVALUATED_ITEMS_NARROWED',
};

/** `unevaluatedItems`. */
export function compareUnevaluatedItems(
  original: ArrayNode,
  update: ArrayNode,
  context: PairContext,
): Steps | undefined {
  return compareUnevaluated(
    original.unevaluatedItems,
    update.unevaluatedItems,
    'unevaluatedItems',
    kinds,
    context,
  );
}
