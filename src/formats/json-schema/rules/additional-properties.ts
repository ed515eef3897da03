import type { ObjectNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';
import { compareAdditional } from './additional.ts';
import type { RestKinds } from './rest-kinds.ts';

const kinds: RestKinds = {
  added: 'ADDITIONAL_PROPERTIES_ADDED',
  removed: 'ADDITIONAL_PROPERTIES_REMOVED',
  extended: 'ADDITIONAL_PROPERTIES_EXTENDED',
  narrowed: 'ADDITIONAL_PROPERTIES_NARROWED',
};

/** `additionalProperties`. */
export function compareAdditionalProperties(
  original: ObjectNode,
  update: ObjectNode,
  context: PairContext,
): Steps | undefined {
  return compareAdditional(
    original.additionalProperties,
    update.additionalProperties,
    'additionalProperties',
    kinds,
    context,
  );
}
