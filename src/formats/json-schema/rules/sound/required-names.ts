import type { ObjectNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';
import { requiredNames } from '../required.ts';

/** `required` names that are not among the properties, at which the API does not look. */
export function compareRequiredNames(original: ObjectNode, update: ObjectNode, context: PairContext): void {
  if (update.required.length === 0) {
    return;
  }
  const before = requiredNames(original, context);
  for (const name of requiredNames(update, context)) {
    if (!before.has(name) && !update.properties.has(name)) {
      context.add('REQUIRED_NAME_ADDED', `required/${name}`);
    }
  }
}
