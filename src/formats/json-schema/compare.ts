import type { Effort } from '../../registry/format.ts';
import { Budget, TooComplex } from './budget.ts';
import { ComparisonPass } from './comparison-pass.ts';
import type { Difference } from './difference.ts';
import type { SchemaNode } from './model.ts';
import type { CompareOptions } from './pair-context.ts';
import { PairMap } from './pair-map.ts';
import { listDifferences, type Report } from './report.ts';

export type CompareResult =
  | {
      /** All differences; where they are very many, only refused ones, one at least. */
      readonly differences: readonly Difference[];
      /** Whether the policy allows them all. */
      readonly compatible: boolean;
    }
  /** One sentence for the client. */
  | { readonly tooComplex: string };

/** Steps of work after which a comparison is given up: some tenths of a second. */
export const maxSteps = 1_000_000;

/**
 * Finds the differences between two schemas and judges them: can documents written with `original`
 * be read with `update`? The algorithm is that of the Confluent Schema Registry.
 *
 * @throws PatternTooCostly where a pattern of `patternProperties` takes too long to be searched for
 */
export function compareSchemas(
  original: SchemaNode,
  update: SchemaNode,
  options: CompareOptions,
  effort: Effort = { stepsLeft: maxSteps },
): CompareResult {
  try {
    const report = greatestFixedPoint(original, update, options, new Budget(maxSteps, effort));
    return { differences: listDifferences(report, options.policy), compatible: report.compatible };
  } catch (error) {
    if (error instanceof TooComplex) {
      return { tooComplex: error.message };
    }
    throw error;
  }
}

/**
 * A recursive schema leads back to a pair whose comparison is still in progress. It is taken to be
 * compatible until the opposite is found; what was found in one pass is known in the next, until a
 * pass finds nothing new.
 */
function greatestFixedPoint(
  original: SchemaNode,
  update: SchemaNode,
  options: CompareOptions,
  budget: Budget,
): Report {
  let incompatible = new PairMap<Report>();
  for (;;) {
    const pass = new ComparisonPass(options, budget, incompatible);
    const report = pass.compare(original, update);
    if (!pass.assumed || !pass.foundNews) {
      return report;
    }
    incompatible = pass.incompatible;
  }
}
