import type { NumberNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `integer` against `number`. */
export function compareInteger(original: NumberNode, update: NumberNode, context: PairContext): void {
  if (original.integer !== update.integer) {
    context.add(original.integer ? 'TYPE_EXTENDED' : 'TYPE_NARROWED');
  }
}
