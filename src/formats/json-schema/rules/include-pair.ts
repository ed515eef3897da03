import type { SchemaNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/** Compares an inner pair and adds what is found about it. */
export function* includePair(
  original: SchemaNode,
  update: SchemaNode,
  path: string,
  context: PairContext,
): Steps {
  context.include(yield { original, update }, path);
}
