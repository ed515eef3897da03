import type { StringNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { type BoundKinds, compareBound } from './bound.ts';

const maximum: BoundKinds = {
  added: 'MAX_LENGTH_ADDED',
  removed: 'MAX_LENGTH_REMOVED',
  increased: 'MAX_LENGTH_INCREASED',
  decreased: 'MAX_LENGTH_DECREASED',
};

const minimum: BoundKinds = {
  added: 'MIN_LENGTH_ADDED',
  removed: 'MIN_LENGTH_REMOVED',
  increased: 'MIN_LENGTH_INCREASED',
  decreased: 'MIN_LENGTH_DECREASED',
};

/** `maxLength` and `minLength`. */
export function compareStringLength(original: StringNode, update: StringNode, context: PairContext): void {
  compareBound(original.maxLength, update.maxLength, 'maxLength', maximum, context);
  compareBound(original.minLength, update.minLength, 'minLength', minimum, context);
}
