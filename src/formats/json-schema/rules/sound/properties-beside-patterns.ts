import type { ObjectNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { acceptsAll, isOpenObject, isUnrestricted, matches, restOfProperties } from '../content-model.ts';

/**
 * Properties added where no pattern of the original matches them. The API takes any object with
 * patterns for a closed one, but names that no pattern matches were free.
 */
export function comparePropertiesBesidePatterns(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): void {
  if (isOpenObject(original) || !isUnrestricted(restOfProperties(original))) {
    return;
  }
  context.spend(update.properties.size);
  for (const [name, property] of update.properties) {
    if (
      !original.properties.has(name) &&
      !acceptsAll(property) &&
      !original.patternProperties.some(({ pattern }) => matches(pattern, name, context))
    ) {
      context.add('PROPERTY_ADDED_BESIDE_PATTERNS', `properties/${name}`);
    }
  }
}
