import type { ArrayNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { type BoundKinds, compareBound } from './bound.ts';

const maximum: BoundKinds = {
  added: 'MAX_CONTAINS_ADDED',
  removed: 'MAX_CONTAINS_REMOVED',
  increased: 'MAX_CONTAINS_INCREASED',
  decreased: 'MAX_CONTAINS_DECREASED',
};

const minimum: BoundKinds = {
  added: 'MIN_CONTAINS_ADDED',
  removed: 'MIN_CONTAINS_REMOVED',
  increased: 'MIN_CONTAINS_INCREASED',
  decreased: 'MIN_CONTAINS_DECREASED',
};

/** `maxContains` and `minContains`. */
export function compareContainsCount(original: ArrayNode, update: ArrayNode, context: PairContext): void {
  compareBound(original.maxContains, update.maxContains, 'maxContains', maximum, context);
  compareBound(original.minContains, update.minContains, 'minContains', minimum, context);
}
