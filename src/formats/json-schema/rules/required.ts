import type { ObjectNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `required`, for the properties that both schemas name. */
export function compareRequired(original: ObjectNode, update: ObjectNode, context: PairContext): void {
  if (original.required.length === 0 && update.required.length === 0) {
    return;
  }
  const before = requiredNames(original, context);
  const after = requiredNames(update, context);
  for (const name of original.properties.keys()) {
    const property = update.properties.get(name);
    if (property === undefined || before.has(name) === after.has(name)) {
      continue;
    }
    if (before.has(name)) {
      context.add('REQUIRED_ATTRIBUTE_REMOVED', `required/${name}`);
    } else {
      context.add(
        property.annotations.default === undefined
          ? 'REQUIRED_ATTRIBUTE_ADDED'
          : 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED',
        `required/${name}`,
      );
    }
  }
}

/** The names that a schema requires, for repeated questions. */
export function requiredNames(node: ObjectNode, context: PairContext): ReadonlySet<string> {
  context.spend(1 + node.required.length);
  return new Set(node.required);
}
