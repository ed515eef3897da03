import type { ArrayNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { type BoundKinds, compareBound } from './bound.ts';

const maximum: BoundKinds = {
  added: 'MAX_ITEMS_ADDED',
  removed: 'MAX_ITEMS_REMOVED',
  increased: 'MAX_ITEMS_INCREASED',
  decreased: 'MAX_ITEMS_DECREASED',
};

const minimum: BoundKinds = {
  added: 'MIN_ITEMS_ADDED',
  removed: 'MIN_ITEMS_REMOVED',
  increased: 'MIN_ITEMS_INCREASED',
  decreased: 'MIN_ITEMS_DECREASED',
};

/** `maxItems` and `minItems`. */
export function compareItemCount(original: ArrayNode, update: ArrayNode, context: PairContext): void {
  compareBound(original.maxItems, update.maxItems, 'maxItems', maximum, context);
  compareBound(original.minItems, update.minItems, 'minItems', minimum, context);
}
