import type { NotNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/**
 * `not`, with the sides swapped: what is excluded may only become less. Told even when nothing
 * changed, as the reference server does.
 */
export function* compareNot(original: NotNode, update: NotNode, context: PairContext): Steps {
  const inner = yield { original: update.schema, update: original.schema };
  context.add(inner.compatible ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED', 'not');
}
