import type { ObjectNode } from '../model.ts';
import type { PairContext, Steps } from '../pair-context.ts';

/** `properties`: those that both schemas name. */
export function* compareProperties(original: ObjectNode, update: ObjectNode, context: PairContext): Steps {
  context.spend(original.properties.size);
  for (const [name, before] of original.properties) {
    const after = update.properties.get(name);
    if (after !== undefined) {
      context.include(yield { original: before, update: after }, `properties/${name}`);
    }
  }
}
