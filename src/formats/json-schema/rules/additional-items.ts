import type { ArrayNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { compareAdditional } from './additional.ts';
import type { RestKinds } from './rest-kinds.ts';

const kinds: RestKinds = {
  added: 'ADDITIONAL_ITEMS_ADDED',
  removed: 'ADDITIONAL_ITEMS_REMOVED',
  extended: 'ADDITIONAL_ITEMS_EXTENDED',
  narrowed: 'ADDITIONAL_ITEMS_NARROWED',
};

/** `additionalItems`. */
export function compareAdditionalItems(
  original: ArrayNode,
  update: ArrayNode,
  context: PairContext,
): Steps | undefined {
  return compareAdditional(
    original.additionalItems,
    update.additionalItems,
    'additionalItems',
    kinds,
    context,
  );
}
