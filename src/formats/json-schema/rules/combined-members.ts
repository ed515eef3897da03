import { maximumMatching } from '../bipartite-matching.ts';
import type { Criterion, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import type { Report } from '../report.ts';

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
  const compatible: Map<number, Report>[] = [];
  for (const original of before) {
    const counterparts = new Map<number, Report>();
    for (const [index, update] of after.entries()) {
      const report = yield { original, update };
      if (report.compatible) {
        counterparts.set(index, report);
      }
    }
    compatible.push(counterparts);
  }
  const edges = compatible.map((counterparts) => [...counterparts.keys()]);
  const matching = maximumMatching(edges, after.length, () => {
    context.spend(1);
  });
  let matched = 0;
  for (const [index, partner] of matching.entries()) {
    const report = partner === undefined ? undefined : compatible[index]?.get(partner);
    if (report !== undefined) {
      matched += 1;
      context.include(report, `${criterion}/${index}`);
    }
  }
  if (matched < Math.min(before.length, after.length)) {
    context.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED');
  }
}
