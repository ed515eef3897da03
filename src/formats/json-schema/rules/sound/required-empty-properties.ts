import type { ObjectNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { acceptsAll, isOpenObject } from '../content-model.ts';
import { requiredNames } from '../required.ts';

/** A property that may be anything, but must be there, added where it could be missing. */
export function compareRequiredEmptyProperties(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): void {
  if (update.required.length === 0 || !isOpenObject(original)) {
    return;
  }
  const before = requiredNames(original, context);
  for (const name of requiredNames(update, context)) {
    const property = update.properties.get(name);
    if (
      property !== undefined &&
      acceptsAll(property) &&
      property.annotations.default === undefined &&
      !original.properties.has(name) &&
      !before.has(name)
    ) {
      context.add('REQUIRED_EMPTY_PROPERTY_ADDED', `required/${name}`);
    }
  }
}
