import { isMultiple, sameValue } from '../decimal.ts';
import type { DifferenceKind } from '../difference.ts';
import type { NumberNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `multipleOf`, by exact decimal value: a divisor of the old one accepts all that it accepted. */
export function compareMultipleOf(original: NumberNode, update: NumberNode, context: PairContext): void {
  const kind = difference(original.multipleOf, update.multipleOf, context);
  if (kind !== undefined) {
    context.add(kind, 'multipleOf');
  }
}

function difference(
  before: string | undefined,
  after: string | undefined,
  context: PairContext,
): DifferenceKind | undefined {
  if (before === after) {
    return undefined;
  }
  if (before === undefined) {
    return 'MULTIPLE_OF_ADDED';
  }
  if (after === undefined) {
    return 'MULTIPLE_OF_REMOVED';
  }
  context.spend(before.length + after.length);
  if (sameValue(before, after)) {
    return undefined;
  }
  if (isMultiple(after, before)) {
    return 'MULTIPLE_OF_EXPANDED';
  }
  return isMultiple(before, after) ? 'MULTIPLE_OF_REDUCED' : 'MULTIPLE_OF_CHANGED';
}
