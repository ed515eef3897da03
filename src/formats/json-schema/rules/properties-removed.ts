import type { ObjectNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { coveringProperty, isOpenObject } from './content-model.ts';

/** `properties`: those that only the original names. What the update says of unnamed ones decides. */
export function* comparePropertiesRemoved(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps {
  for (const [name, property] of original.properties) {
    if (!update.properties.has(name)) {
      yield* compareRemoved(name, property, update, context);
    }
  }
}

function* compareRemoved(
  name: string,
  property: SchemaNode,
  update: ObjectNode,
  context: PairContext,
): Steps {
  const path = `properties/${name}`;
  if (isOpenObject(update)) {
    context.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', path);
    return;
  }
  const covering = coveringProperty(update, name, context);
  if (covering !== undefined) {
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
