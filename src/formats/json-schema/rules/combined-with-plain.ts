import type { CombinedNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/**
 * Compares a plain schema with the members of a combined one, either way round. It is enough that one
 * member of a new anyOf or oneOf accepts what the plain one did, or that the new plain one accepts
 * what one member of an allOf did; the first such member is taken.
 *
 * @returns whether that settled the comparison
 */
export function* compareWithMember(
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps<boolean> {
  if (original.kind !== 'combined' && update.kind === 'combined') {
    for (const member of candidates(update, update.criterion !== 'allOf')) {
      const report = yield { original, update: member };
      if (report.compatible) {
        context.include(report);
        if (update.members.length > 1) {
          context.add('SUM_TYPE_EXTENDED');
        }
        return true;
      }
    }
  } else if (original.kind === 'combined' && update.kind !== 'combined') {
    for (const member of candidates(original, original.criterion === 'allOf')) {
      const report = yield { original: member, update };
      if (report.compatible) {
        context.include(report);
        if (original.members.length > 1) {
          context.add('PRODUCT_TYPE_NARROWED');
        }
        return true;
      }
    }
  }
  return false;
}

/** A single member stands for the whole, whatever the criterion. */
function candidates(node: CombinedNode, anyWillDo: boolean): readonly SchemaNode[] {
  return anyWillDo || node.members.length === 1 ? node.members : [];
}
