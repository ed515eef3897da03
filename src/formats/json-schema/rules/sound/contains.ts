import type { ArrayNode } from '../../model.ts';
import type { PairContext, Steps } from '../../pair-context.ts';

/** The schema under `contains`, at which the API does not look. */
export function* compareContains(original: ArrayNode, update: ArrayNode, context: PairContext): Steps {
  if (update.contains === undefined) {
    return;
  }
  if (original.contains === undefined) {
    context.add('CONTAINS_ADDED', 'contains');
    return;
  }
  context.include(yield { original: original.contains, update: update.contains }, 'contains');
  if (update.maxContains !== undefined) {
    // Where more items count, more arrays hold too many of them.
    const reverse = yield { original: update.contains, update: original.contains };
    if (!reverse.compatible) {
      context.add('CONTAINS_EXTENDED', 'contains');
    }
  }
}
