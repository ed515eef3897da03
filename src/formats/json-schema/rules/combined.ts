import type { CombinedNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { compareCriteria } from './combined-criterion.ts';
import { compareMembers } from './combined-members.ts';
import { compareMemberCount } from './combined-size.ts';

/** `allOf`, `anyOf` and `oneOf`, and the combinations that several keywords in one schema amount to. */
export function compareCombined(
  original: CombinedNode,
  update: CombinedNode,
  context: PairContext,
): Steps | undefined {
  if (!compareCriteria(original, update, context)) {
    return undefined;
  }
  context.spend(original.members.length + update.members.length);
  const before = distinct(original.members);
  const after = distinct(update.members);
  compareMemberCount(before.length, after.length, original, update, context);
  return compareMembers(before, after, original.criterion, context);
}

/** Members that print alike count once. */
function distinct(members: readonly SchemaNode[]): readonly SchemaNode[] {
  const byPrint = new Map<string, SchemaNode>();
  for (const member of members) {
    if (!byPrint.has(member.print)) {
      byPrint.set(member.print, member);
    }
  }
  return [...byPrint.values()];
}
