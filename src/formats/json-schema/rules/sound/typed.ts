import type { ArrayNode, NumberNode, ObjectNode, StringNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';

type TypedNode = StringNode | NumberNode | ObjectNode | ArrayNode;

/** Keywords about a type let values of other types through, until `type` is said beside them. */
export function compareTyped(original: TypedNode, update: TypedNode, context: PairContext): void {
  if (update.typed && !original.typed) {
    context.add('TYPE_ADDED', 'type');
  }
}
