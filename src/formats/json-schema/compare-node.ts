import { combinationRules, rules, soundRules } from './class-rules.ts';
import type { SchemaNode } from './model.ts';
import type { PairContext, Rule, Steps } from './pair-context.ts';
import { compareAnnotations } from './rules/annotations.ts';
import { compareWithMember } from './rules/combined-with-plain.ts';
import { compareClasses } from './rules/type-change.ts';

/**
 * Compares two schemas, references already followed, in the order of the reference server: a
 * combined schema with a plain one, the class of schema, annotations, then what the class holds.
 *
 * @returns the steps still to be taken, where inner pairs must be compared first
 */
export function compareNodes(
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps | undefined {
  const from = original.kind === 'combined';
  const to = update.kind === 'combined';
  const byClass = from === to && !(from && context.sound);
  return byClass ? compareByClass(original, update, context) : compareCombination(original, update, context);
}

function* compareCombination(original: SchemaNode, update: SchemaNode, context: PairContext): Steps {
  if (!(yield* compareWithMember(original, update, context))) {
    yield* compareByClass(original, update, context) ?? [];
  }
  // Needless where the pair is refused anyway, and not cheap.
  if (context.sound && context.compatible) {
    yield* apply(combinationRules, 0, original, update, context) ?? [];
  }
}

function compareByClass(original: SchemaNode, update: SchemaNode, context: PairContext): Steps | undefined {
  if (original.kind !== update.kind) {
    compareClasses(original, update, context);
    return undefined;
  }
  compareAnnotations(original, update, context);
  const table = context.sound ? soundRules : rules;
  // The table gives each kind rules for its own class of node.
  return apply(table[original.kind] as readonly Rule<SchemaNode>[], 0, original, update, context);
}

/** Applies rules one after another. The first that needs an inner pair makes steps of itself and the rest. */
function apply(
  list: readonly Rule<SchemaNode>[],
  first: number,
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps | undefined {
  for (let index = first; index < list.length; index += 1) {
    const steps = list[index]?.(original, update, context);
    if (steps !== undefined) {
      const last = index === list.length - 1;
      return last ? steps : continueWith(steps, list, index + 1, original, update, context);
    }
  }
  return undefined;
}

function* continueWith(
  steps: Steps,
  list: readonly Rule<SchemaNode>[],
  next: number,
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps {
  yield* steps;
  yield* apply(list, next, original, update, context) ?? [];
}
