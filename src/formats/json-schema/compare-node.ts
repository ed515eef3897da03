import { combinationRules, rules, soundRules } from './class-rules.ts';
import type { SchemaNode } from './model.ts';
import type { PairContext, Rule, Steps } from './pair-context.ts';
import { compareAnnotations } from './rules/annotations.ts';
import { compareWithMember } from './rules/combined-with-plain.ts';
import { compareClasses } from './rules/type-change.ts';

/**
 * Compares two schemas, references already followed, in the order of the reference server: a
 * combined schema with a plain one, the class of schema, annotations, then what the class holds.
 */
export function* compareNodes(original: SchemaNode, update: SchemaNode, context: PairContext): Steps {
  const combined = original.kind === 'combined' || update.kind === 'combined';
  if (!combined || !(yield* compareWithMember(original, update, context))) {
    yield* compareByClass(original, update, context);
  }
  // Needless where the pair is refused anyway, and not cheap.
  if (combined && context.sound && context.compatible) {
    yield* apply(combinationRules, original, update, context);
  }
}

function* compareByClass(original: SchemaNode, update: SchemaNode, context: PairContext): Steps {
  if (original.kind !== update.kind) {
    compareClasses(original, update, context);
    return;
  }
  compareAnnotations(original, update, context);
  // The table gives each kind rules for its own class of node.
  yield* apply(rules[original.kind] as readonly Rule<SchemaNode>[], original, update, context);
  if (context.sound) {
    yield* apply(soundRules[original.kind] as readonly Rule<SchemaNode>[], original, update, context);
  }
}

function* apply(
  list: readonly Rule<SchemaNode>[],
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): Steps {
  for (const rule of list) {
    const steps = rule(original, update, context);
    if (steps !== undefined) {
      yield* steps;
    }
  }
}
