import type { ConditionalNode, SchemaNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';
import { acceptsAll } from '../content-model.ts';

/**
 * `if`, `then` and `else`, at which the API does not look. With the same condition on both sides the
 * branches are compared; any other change of the condition is refused.
 */
export function* compareConditional(
  original: ConditionalNode,
  update: ConditionalNode,
  context: PairContext,
): Steps {
  if (demandsNothing(update)) {
    return;
  }
  if (!(yield* sameCondition(original.ifSchema, update.ifSchema))) {
    context.add('CONDITIONAL_CHANGED');
    return;
  }
  yield* compareBranch(original.thenSchema, update.thenSchema, 'then', context);
  yield* compareBranch(original.elseSchema, update.elseSchema, 'else', context);
}

function demandsNothing(node: ConditionalNode): boolean {
  return node.ifSchema === undefined || (isFree(node.thenSchema) && isFree(node.elseSchema));
}

function isFree(branch: SchemaNode | undefined): branch is undefined {
  return branch === undefined || acceptsAll(branch);
}

function* sameCondition(original: SchemaNode | undefined, update: SchemaNode | undefined): Steps<boolean> {
  if (original === undefined || update === undefined) {
    return false;
  }
  const there = yield { original, update };
  const back = yield { original: update, update: original };
  return there.compatible && back.compatible;
}

function* compareBranch(
  original: SchemaNode | undefined,
  update: SchemaNode | undefined,
  keyword: 'then' | 'else',
  context: PairContext,
): Steps {
  if (isFree(update)) {
    return;
  }
  if (original === undefined) {
    context.add('CONDITIONAL_CHANGED', keyword);
  } else {
    context.include(yield { original, update }, keyword);
  }
}
