import type { CompatibilityPolicy } from '../../registry/settings.ts';
import type { Budget } from './budget.ts';
import { isAllowed } from './compatibility-policy.ts';
import type { DifferenceKind } from './difference.ts';
import type { SchemaNode } from './model.ts';
import { type Entry, noDifferences, type Report } from './report.ts';

export interface CompareOptions {
  readonly policy: CompatibilityPolicy;
  /** Refuse also what the reference server lets pass although it may reject documents. */
  readonly sound: boolean;
}

/** Two schemas to compare: documents written with `original` are read with `update`. */
export interface Pair<Original = SchemaNode, Update = Original> {
  readonly original: Original;
  readonly update: Update;
}

/**
 * A rule that needs the report of an inner pair yields the pair and is resumed with the report, so
 * that schemas nest without limit while the call stack does not grow.
 */
export type Steps<Result = void> = Generator<Pair, Result, Report>;

/**
 * Finds differences of one kind between two schemas of the same class, and adds them to the context.
 * It does not judge them.
 */
export type Rule<Node extends SchemaNode> = (
  original: Node,
  update: Node,
  context: PairContext,
) => Steps | undefined | void;

/** What is found about one pair of schemas. Paths are relative to the pair. */
export class PairContext {
  readonly sound: boolean;
  readonly #policy: CompatibilityPolicy;
  readonly #budget: Budget;
  readonly #entries: Entry[] = [];
  #compatible = true;

  constructor(options: CompareOptions, budget: Budget) {
    this.sound = options.sound;
    this.#policy = options.policy;
    this.#budget = budget;
  }

  /** Adds a difference at the pair's own place, or at a keyword or name below it. */
  add(kind: DifferenceKind, path = ''): void {
    this.#entries.push({ kind, path });
    this.#compatible &&= isAllowed(kind, this.#policy);
  }

  /** Adds all that was found about an inner pair. */
  include(report: Report, path = ''): void {
    if (report.entries.length > 0) {
      this.#entries.push({ report, path });
      this.#compatible &&= report.compatible;
    }
  }

  /** False once something was found that the policy refuses. */
  get compatible(): boolean {
    return this.#compatible;
  }

  /** Counts work that grows with the schemas; throws when there was too much of it. */
  spend(steps: number): void {
    this.#budget.spend(steps);
  }

  report(): Report {
    return this.#entries.length === 0
      ? noDifferences
      : { entries: this.#entries, compatible: this.#compatible };
  }
}
