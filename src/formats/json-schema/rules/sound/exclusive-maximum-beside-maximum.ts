import type { NumberNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { loweredWithinMaximum } from '../number-range.ts';

/** An `exclusiveMaximum` that was lowered while a larger `maximum` hides it from the API. */
export function compareExclusiveMaximumBesideMaximum(
  original: NumberNode,
  update: NumberNode,
  context: PairContext,
): void {
  if (loweredWithinMaximum(original, update)) {
    context.add('EXCLUSIVE_MAXIMUM_DECREASED', 'exclusiveMaximum');
  }
}
