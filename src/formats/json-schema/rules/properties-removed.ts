import type { ObjectNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { coveringProperty, isOpenObject } from './content-model.ts';

/** `properties`: those that only the original names. What the update says of unnamed ones decides. */
export function comparePropertiesRemoved(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps | undefined {
  context.spend(original.properties.size);
  const removed = [...original.properties].filter(([name]) => !update.properties.has(name));
  return removed.length === 0 ? undefined : compareRemoved(removed, update, context);
}

function* compareRemoved(
  removed: readonly (readonly [string, SchemaNode])[],
  update: ObjectNode,
  context: PairContext,
): Steps {
  const open = isOpenObject(update);
  for (const [name, property] of removed) {
    const path = `properties/${name}`;
    const covering = open ? undefined : coveringProperty(update, name, context);
    if (open) {
      context.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', path);
    } else if (covering !== undefined) {
      const inner = yield { original: property, update: covering };
      context.include(inner, path);
      context.add(
        inner.compatible
          ? 'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
          : 'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
        path,
      );
    } else if (property.kind === 'false') {
      context.add('PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL', path);
    } else {
      context.add('PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL', path);
    }
  }
}
