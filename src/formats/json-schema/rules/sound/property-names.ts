import type { ObjectNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';
import { acceptsAll } from '../content-model.ts';

/** `propertyNames`, at which the API does not look. */
export function* comparePropertyNames(original: ObjectNode, update: ObjectNode, context: PairContext): Steps {
  if (update.propertyNames === undefined) {
    return;
  }
  if (original.propertyNames !== undefined) {
    context.include(
      yield { original: original.propertyNames, update: update.propertyNames },
      'propertyNames',
    );
  } else if (!acceptsAll(update.propertyNames)) {
    context.add('PROPERTY_NAMES_ADDED', 'propertyNames');
  }
}
