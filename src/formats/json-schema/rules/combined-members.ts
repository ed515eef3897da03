import { maximumMatching } from '../bipartite-matching.ts';
import type { Criterion, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/**
 * Finds a counterpart for each member of the smaller side, every pair compatible and no member used
 * twice. Only the differences within the pairs so chosen are told.
 */
export function* compareMembers(
  before: readonly SchemaNode[],
  after: readonly SchemaNode[],
  criterion: Criterion,
  context: PairContext,
): Steps {
  const edges: number[][] = [];
  for (const original of before) {
    const counterparts: number[] = [];
    let index = 0;
    for (const update of after) {
      const report = yield { original, update };
      if (report.compatible) {
        counterparts.push(index);
      }
      index += 1;
    }
    edges.push(counterparts);
  }
  const matching = maximumMatching(edges, after.length, () => {
    context.spend(1);
  });
  let matched = 0;
  for (const [index, original] of before.entries()) {
    const update = after[matching[index] ?? -1];
    if (update !== undefined) {
      matched += 1;
      context.include(yield { original, update }, `${criterion}/${index}`);
    }
  }
  if (matched < Math.min(before.length, after.length)) {
    context.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED');
  }
}
