import { structureKey } from '../json-printer.ts';
import type { ConstNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `const`; null is a value like any other, which the reference server fails at. */
export function compareConst(original: ConstNode, update: ConstNode, context: PairContext): void {
  if (structureKey(original.value) !== structureKey(update.value)) {
    context.add('ENUM_ARRAY_CHANGED', 'const');
  }
}
