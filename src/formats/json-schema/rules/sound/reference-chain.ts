import type { ReferenceNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';

/** References to references, of which the API follows only the first. */
export function* compareReferenceChain(
  original: ReferenceNode,
  update: ReferenceNode,
  context: PairContext,
): Steps {
  context.include(yield { original, update });
}
