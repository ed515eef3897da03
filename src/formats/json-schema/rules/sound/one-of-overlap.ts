import { maximumMatching } from '../../bipartite-matching.ts';
import type { CombinedNode, SchemaNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';
import { areDisjoint } from './disjoint.ts';

/**
 * A oneOf refuses what two of its members accept, so that it does not suffice that one of them accepts
 * what the original did: the others must be seen not to, or the members must be the same as before.
 */
export function compareOneOfOverlap(
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps | undefined {
  return update.kind === 'combined' && update.criterion === 'oneOf' && update.members.length > 1
    ? compareWithOneOf(original, update, context)
    : undefined;
}

function* compareWithOneOf(original: SchemaNode, update: CombinedNode, context: PairContext): Steps {
  for (const source of alternatives(original)) {
    if (!(yield* hasOnlyOneTaker(source, update.members, context))) {
      if (!(yield* hasSameMembers(original, update, context))) {
        context.add('ONE_OF_MEMBERS_OVERLAP');
      }
      return;
    }
  }
}

/** Schemas of which every document of the original is valid against one. */
function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return node.kind === 'combined' && (node.criterion !== 'allOf' || node.members.length === 1)
    ? node.members
    : [node];
}

function* hasOnlyOneTaker(
  source: SchemaNode,
  members: readonly SchemaNode[],
  context: PairContext,
): Steps<boolean> {
  for (const taker of members) {
    const report = yield { original: source, update: taker };
    const othersRefuse =
      report.compatible &&
      members.every(
        (other) =>
          other === taker || areDisjoint(source, other, context) || areDisjoint(taker, other, context),
      );
    if (othersRefuse) {
      return true;
    }
  }
  return false;
}

function* hasSameMembers(original: SchemaNode, update: CombinedNode, context: PairContext): Steps<boolean> {
  if (
    original.kind !== 'combined' ||
    original.criterion !== 'oneOf' ||
    original.members.length !== update.members.length
  ) {
    return false;
  }
  const edges: number[][] = [];
  for (const before of original.members) {
    const equals: number[] = [];
    for (const [index, after] of update.members.entries()) {
      const there = yield { original: before, update: after };
      const back = yield { original: after, update: before };
      if (there.compatible && back.compatible) {
        equals.push(index);
      }
    }
    edges.push(equals);
  }
  const matching = maximumMatching(edges, update.members.length, () => {
    context.spend(1);
  });
  return !matching.includes(undefined);
}
