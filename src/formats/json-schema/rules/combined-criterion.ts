import type { CombinedNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** Compares the criteria of two combined schemas; true when their members can still be compared. */
export function compareCriteria(original: CombinedNode, update: CombinedNode, context: PairContext): boolean {
  if (original.criterion === update.criterion) {
    return true;
  }
  const extended = isExtension(original, update);
  context.add(extended ? 'COMBINED_TYPE_EXTENDED' : 'COMBINED_TYPE_CHANGED');
  return extended;
}

function isExtension(original: CombinedNode, update: CombinedNode): boolean {
  const fromSingle = original.members.length === 1;
  const toSingle = update.members.length === 1;
  return (
    update.criterion === 'anyOf' ||
    (fromSingle && (toSingle || update.criterion === 'oneOf')) ||
    (toSingle && original.criterion === 'allOf')
  );
}
