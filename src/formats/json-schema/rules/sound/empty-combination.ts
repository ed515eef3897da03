import type { CombinedNode, SchemaNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';

/** A combination of no members: an allOf accepts all then, an anyOf or oneOf nothing. */
export function compareEmptiness(original: SchemaNode, update: SchemaNode, context: PairContext): void {
  if (original.kind === 'combined' && update.kind === 'combined' && meaning(original) !== meaning(update)) {
    context.add('COMBINATION_EMPTINESS_CHANGED');
  }
}

function meaning(node: CombinedNode): 'members' | 'all' | 'nothing' {
  if (node.members.length > 0) {
    return 'members';
  }
  return node.criterion === 'allOf' ? 'all' : 'nothing';
}
