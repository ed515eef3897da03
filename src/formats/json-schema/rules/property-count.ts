import type { ObjectNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { type BoundKinds, compareBound } from './bound.ts';

const maximum: BoundKinds = {
  added: 'MAX_PROPERTIES_ADDED',
  removed: 'MAX_PROPERTIES_REMOVED',
  increased: 'MAX_PROPERTIES_INCREASED',
  decreased: 'MAX_PROPERTIES_DECREASED',
};

const minimum: BoundKinds = {
  added: 'MIN_PROPERTIES_ADDED',
  removed: 'MIN_PROPERTIES_REMOVED',
  increased: 'MIN_PROPERTIES_INCREASED',
  decreased: 'MIN_PROPERTIES_DECREASED',
};

/** `maxProperties` and `minProperties`. */
export function comparePropertyCount(original: ObjectNode, update: ObjectNode, context: PairContext): void {
  compareBound(original.maxProperties, update.maxProperties, 'maxProperties', maximum, context);
  compareBound(original.minProperties, update.minProperties, 'minProperties', minimum, context);
}
