import type { NumberNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';

/** Draft 4's `exclusiveMaximum` and `exclusiveMinimum`, which only say that the bound itself is out. */
export function compareExclusiveFlags(original: NumberNode, update: NumberNode, context: PairContext): void {
  if (
    isSet(update.exclusiveMaximumFlag, original.exclusiveMaximumFlag) &&
    !isBelow(original.maximum, update.maximum)
  ) {
    context.add('EXCLUSIVE_MAXIMUM_FLAG_ADDED', 'exclusiveMaximum');
  }
  if (
    isSet(update.exclusiveMinimumFlag, original.exclusiveMinimumFlag) &&
    !isBelow(update.minimum, original.minimum)
  ) {
    context.add('EXCLUSIVE_MINIMUM_FLAG_ADDED', 'exclusiveMinimum');
  }
}

function isSet(after: boolean | undefined, before: boolean | undefined): boolean {
  return after === true && before !== true;
}

function isBelow(lower: number | undefined, higher: number | undefined): boolean {
  return lower !== undefined && higher !== undefined && lower < higher;
}
