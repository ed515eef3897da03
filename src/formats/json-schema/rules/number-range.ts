import type { NumberNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { type BoundKinds, compareBound } from './bound.ts';

const maximum: BoundKinds = {
  added: 'MAXIMUM_ADDED',
  removed: 'MAXIMUM_REMOVED',
  increased: 'MAXIMUM_INCREASED',
  decreased: 'MAXIMUM_DECREASED',
};

const minimum: BoundKinds = {
  added: 'MINIMUM_ADDED',
  removed: 'MINIMUM_REMOVED',
  increased: 'MINIMUM_INCREASED',
  decreased: 'MINIMUM_DECREASED',
};

const exclusiveMaximum: BoundKinds = {
  added: 'EXCLUSIVE_MAXIMUM_ADDED',
  removed: 'EXCLUSIVE_MAXIMUM_REMOVED',
  increased: 'EXCLUSIVE_MAXIMUM_INCREASED',
  decreased: 'EXCLUSIVE_MAXIMUM_DECREASED',
};

const exclusiveMinimum: BoundKinds = {
  added: 'EXCLUSIVE_MINIMUM_ADDED',
  removed: 'EXCLUSIVE_MINIMUM_REMOVED',
  increased: 'EXCLUSIVE_MINIMUM_INCREASED',
  decreased: 'EXCLUSIVE_MINIMUM_DECREASED',
};

/** `maximum`, `minimum`, and the exclusive ones that are numbers (draft 6 and later). */
export function compareNumberRange(original: NumberNode, update: NumberNode, context: PairContext): void {
  compareBound(original.maximum, update.maximum, 'maximum', maximum, context);
  compareBound(original.minimum, update.minimum, 'minimum', minimum, context);
  if (!loweredWithinMaximum(original, update)) {
    compareBound(
      original.exclusiveMaximum,
      update.exclusiveMaximum,
      'exclusiveMaximum',
      exclusiveMaximum,
      context,
    );
  }
  compareBound(
    original.exclusiveMinimum,
    update.exclusiveMinimum,
    'exclusiveMinimum',
    exclusiveMinimum,
    context,
  );
}

/**
 * The reference server measures a lowered `exclusiveMaximum` against the new `maximum`, and sees
 * nothing where that is not below the old `exclusiveMaximum`. Without a `maximum` it fails, and we do not.
 */
export function loweredWithinMaximum(original: NumberNode, update: NumberNode): boolean {
  return (
    original.exclusiveMaximum !== undefined &&
    update.exclusiveMaximum !== undefined &&
    update.maximum !== undefined &&
    update.exclusiveMaximum < original.exclusiveMaximum &&
    update.maximum >= original.exclusiveMaximum
  );
}
