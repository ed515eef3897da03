import type { DifferenceKind } from '../difference.ts';
import type { ObjectNode, SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { acceptsAll, coveringProperty, isOpenObject } from './content-model.ts';
import { requiredNames } from './required.ts';

/** `properties`: those that only the update names. What the original says of unnamed ones decides. */
export function comparePropertiesAdded(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps | undefined {
  context.spend(update.properties.size);
  const added = [...update.properties].filter(([name]) => !original.properties.has(name));
  if (added.length === 0) {
    return undefined;
  }
  const required = requiredNames(update, context);
  if (!isOpenObject(original)) {
    return compareAddedToUnopen(added, required, original, context);
  }
  for (const [name, property] of added) {
    context.add(addedToOpen(property, required.has(name)), `properties/${name}`);
  }
  return undefined;
}

function* compareAddedToUnopen(
  added: readonly (readonly [string, SchemaNode])[],
  required: ReadonlySet<string>,
  original: ObjectNode,
  context: PairContext,
): Steps {
  for (const [name, property] of added) {
    const path = `properties/${name}`;
    const covering = coveringProperty(original, name, context);
    if (covering !== undefined) {
      const inner = yield { original: covering, update: property };
      context.include(inner, path);
      context.add(
        inner.compatible
          ? 'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
          : 'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
        path,
      );
    }
    context.add(addedToUnopen(property, required.has(name)), path);
  }
}

/** Old documents may hold any value under a name that was free until now. */
function addedToOpen(property: SchemaNode, required: boolean): DifferenceKind {
  if (acceptsAll(property)) {
    return 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL';
  }
  if (!required) {
    return 'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL';
  }
  return property.annotations.default === undefined
    ? 'REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL'
    : 'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL';
}

/** No old document holds the name, unless a covering schema allows it; so only being required hurts. */
function addedToUnopen(property: SchemaNode, required: boolean): DifferenceKind {
  if (!required) {
    return 'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL';
  }
  return property.annotations.default === undefined
    ? 'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL'
    : 'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL';
}
