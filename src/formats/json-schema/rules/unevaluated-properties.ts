import type { ObjectNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import type { RestKinds } from './rest-kinds.ts';
import { compareUnevaluated } from './unevaluated.ts';

const kinds: RestKinds = {
  added: 'UNEVALUATED_PROPERTIES_ADDED',
  removed: 'UNEVALUATED_PROPERTIES_REMOVED',
  extended: 'UNEVALUATED_PROPERTIES_EXTENDED',
  narrowed: 'UNEVALUATED_PROPERTIES_NARROWED',
};

/** `unevaluatedProperties`. */
export function compareUnevaluatedProperties(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps | undefined {
  return compareUnevaluated(
    original.unevaluatedProperties,
    update.unevaluatedProperties,
    'unevaluatedProperties',
    kinds,
    context,
  );
}
