import { type Budget, TooComplex } from './budget.ts';
import { compareNodes } from './compare-node.ts';
import type { SchemaNode } from './model.ts';
import { type CompareOptions, type Pair, PairContext, type Steps } from './pair-context.ts';
import { type PairKey, PairMap } from './pair-map.ts';
import { noDifferences, type Report } from './report.ts';
import { compareSiblings } from './rules/sound/reference-siblings.ts';

/** A pair whose comparison has begun. */
interface Frame {
  readonly key: PairKey;
  readonly context: PairContext;
  readonly steps: Steps;
}

/** More pairs than this inside each other are given up, for the memory that they hold. */
export const maxDepth = 20_000;

/** Compares two schemas once, each inner pair at most once, whatever ways lead to it. */
export class ComparisonPass {
  /** Pairs found incompatible, for the next pass. */
  readonly incompatible = new PairMap<Report>();
  /** True when a pair in progress had to be taken for compatible. */
  assumed = false;
  /** True when a pair was found incompatible of which that was not known before the pass. */
  foundNews = false;
  readonly #options: CompareOptions;
  readonly #budget: Budget;
  readonly #known: PairMap<Report>;
  readonly #reports = new PairMap<Report | 'in progress'>();
  readonly #frames: Frame[] = [];

  constructor(options: CompareOptions, budget: Budget, known: PairMap<Report>) {
    this.#options = options;
    this.#budget = budget;
    this.#known = known;
  }

  /** @throws TooComplex */
  compare(original: SchemaNode, update: SchemaNode): Report {
    let answer = this.#answer({ original, update });
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const step = answer === undefined ? frame.steps.next() : frame.steps.next(answer);
      answer = step.done === true ? this.#finish(frame) : this.#answer(step.value);
    }
    return answer ?? noDifferences;
  }

  /** The report of a pair, or undefined when its comparison had to be begun first. */
  #answer(asked: Pair): Report | undefined {
    this.#budget.spend(1);
    const pair = { original: referredTo(asked.original), update: referredTo(asked.update) };
    // Only through a reference with keywords beside it is more asked than about what it refers to.
    const siblings = this.#options.sound ? siblingsOf(asked.update) : undefined;
    const key = siblings === undefined ? pair : { original: asked.original, update: siblings };
    const report = this.#reports.get(key);
    if (report !== 'in progress') {
      return report ?? this.#begin(key, pair, asked);
    }
    const known = this.#known.get(key);
    this.assumed ||= known === undefined;
    return known ?? noDifferences;
  }

  #begin(key: PairKey, pair: Pair, asked: Pair): Report | undefined {
    const context = new PairContext(this.#options, this.#budget);
    if (key !== pair) {
      compareSiblings(asked.original, asked.update, context);
    }
    const steps = compareNodes(pair.original, pair.update, context);
    if (steps === undefined) {
      // Cheaper to find again than to remember.
      return context.report();
    }
    if (this.#frames.length >= maxDepth) {
      throw new TooComplex('The schemas are nested too deeply to be compared');
    }
    this.#reports.set(key, 'in progress');
    this.#frames.push({ key, context, steps });
    return undefined;
  }

  #finish({ key, context }: Frame): Report {
    const report = context.report();
    this.#frames.pop();
    this.#reports.set(key, report);
    if (!report.compatible) {
      this.foundNews ||= this.#known.get(key) === undefined;
      this.incompatible.set(key, report);
    }
    return report;
  }
}

/** One step only, as the reference server does: a reference to a reference stays one. */
function referredTo(node: SchemaNode): SchemaNode {
  return node.kind === 'reference' ? node.target : node;
}

function siblingsOf(node: SchemaNode): object | undefined {
  return node.kind === 'reference' && node.siblings.size > 0 ? node.siblings : undefined;
}
