import type { SchemaNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { isUnrestricted } from '../content-model.ts';

/**
 * What is left unevaluated depends on every schema that applies to the same value, which the API
 * compares one by one. Where `unevaluatedProperties` or `unevaluatedItems` restrict anything, those
 * schemas must not change; in a schema that stands alone, only its own keywords count.
 */
export function compareUnevaluatedScope(
  original: SchemaNode,
  update: SchemaNode,
  context: PairContext,
): void {
  if (!restrictsInPlace(original, context) && !restrictsInPlace(update, context)) {
    return;
  }
  const before = schemasInPlace(original, context);
  const after = schemasInPlace(update, context);
  const same =
    isAlone(before) && isAlone(after)
      ? sameEvaluators(original, update)
      : before.length === after.length && before.every((node, index) => node.print === after[index]?.print);
  if (!same) {
    context.add('UNEVALUATED_SCOPE_CHANGED');
  }
}

const restricting = new WeakMap<SchemaNode, boolean>();

/** Whether the schema, or one that it applies to the same value, restricts what is unevaluated. */
function restrictsInPlace(node: SchemaNode, context: PairContext): boolean {
  // Asked for every pair of a union's members, and almost never true.
  const known = restricting.get(node);
  if (known !== undefined) {
    return known;
  }
  const answer = schemasInPlace(node, context).some(restrictsUnevaluated);
  restricting.set(node, answer);
  return answer;
}

/** A schema and all that it applies to the same value, each once. */
function schemasInPlace(root: SchemaNode, context: PairContext): readonly SchemaNode[] {
  const found = new Set([root]);
  for (const node of found) {
    context.spend(1);
    for (const inner of appliedBy(node)) {
      found.add(inner);
    }
  }
  return [...found];
}

function appliedBy(node: SchemaNode): readonly SchemaNode[] {
  if (node.kind === 'combined') {
    return node.members;
  }
  if (node.kind === 'reference') {
    return [node.target];
  }
  if (node.kind === 'conditional') {
    return [node.ifSchema, node.thenSchema, node.elseSchema].filter((part) => part !== undefined);
  }
  return node.kind === 'object' ? [...node.schemaDependencies.values()] : [];
}

function restrictsUnevaluated(node: SchemaNode): boolean {
  return (
    (node.kind === 'object' && !isUnrestricted(node.unevaluatedProperties)) ||
    (node.kind === 'array' && !isUnrestricted(node.unevaluatedItems))
  );
}

/** Items that `contains` matches are evaluated, too: it counts as another schema. */
function isAlone([node, ...others]: readonly SchemaNode[]): boolean {
  return others.length === 0 && (node?.kind !== 'array' || node.contains === undefined);
}

function sameEvaluators(original: SchemaNode, update: SchemaNode): boolean {
  if (original.kind === 'object' && update.kind === 'object') {
    return original.additionalProperties.kind === update.additionalProperties.kind;
  }
  return (
    original.kind !== 'array' ||
    update.kind !== 'array' ||
    (original.additionalItems.kind === update.additionalItems.kind &&
      (original.items === undefined) === (update.items === undefined))
  );
}
