import type { CompatibilityPolicy } from '../../registry/settings.ts';
import { isAllowed } from './compatibility-policy.ts';
import type { Difference, DifferenceKind } from './difference.ts';

/**
 * What the comparison of one pair of schemas found. The reports of inner pairs are kept as they are,
 * not copied: schemas that share definitions would otherwise need exponentially long lists.
 */
export interface Report {
  readonly entries: readonly Entry[];
  /** True when the policy allows every difference, inner ones too. */
  readonly compatible: boolean;
}

/** A difference, or the report of an inner pair; `path` is relative to the pair, '' for its own place. */
export type Entry =
  | { readonly path: string; readonly kind: DifferenceKind }
  | { readonly path: string; readonly report: Report };

/** The report of two schemas between which there is no difference. */
export const noDifferences: Report = { entries: [], compatible: true };

/** Longer lists would only cost memory: nobody reads them, and the verdict does not need them. */
export const maxListed = 10_000;
const maxListedCharacters = 2_000_000;

/**
 * Writes out a report with full paths, in the order found. Where that would be too long, only
 * differences that the policy refuses are listed, as many as fit, one at least.
 */
export function listDifferences(report: Report, policy: CompatibilityPolicy): Difference[] {
  const all = list(report);
  return all.complete ? all.differences : list(report, policy).differences;
}

/** Stops at the limits; with a policy, lists only what it refuses. */
function list(
  root: Report,
  refusedBy?: CompatibilityPolicy,
): { readonly differences: Difference[]; readonly complete: boolean } {
  const differences: Difference[] = [];
  let characters = 0;
  // A stack of our own: reports nest as deep as schemas do, and deeper by recursion.
  const open = [{ report: root, prefix: '#/', next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const entry = top.report.entries[top.next];
    top.next += 1;
    if (entry === undefined) {
      open.pop();
      continue;
    }
    const path = joinPaths(top.prefix, entry.path);
    if ('report' in entry) {
      if (refusedBy === undefined || !entry.report.compatible) {
        open.push({ report: entry.report, prefix: path, next: 0 });
      }
    } else if (refusedBy === undefined || !isAllowed(entry.kind, refusedBy)) {
      differences.push({ kind: entry.kind, path });
      characters += path.length;
      if (differences.length >= maxListed || characters >= maxListedCharacters) {
        return { differences, complete: false };
      }
    }
  }
  return { differences, complete: true };
}

function joinPaths(prefix: string, path: string): string {
  if (path === '') {
    return prefix;
  }
  return prefix === '#/' ? prefix + path : `${prefix}/${path}`;
}
