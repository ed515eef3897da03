import { structureKey } from '../json-printer.ts';
import type { EnumNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';
import { relate } from './set-relation.ts';

const kinds = {
  superset: 'ENUM_ARRAY_EXTENDED',
  subset: 'ENUM_ARRAY_NARROWED',
  other: 'ENUM_ARRAY_CHANGED',
} as const;

/** `enum` as a set of values; values are equal as the API's server sees them: `1` is not `1.0`. */
export function compareEnum(original: EnumNode, update: EnumNode, context: PairContext): void {
  context.spend(original.values.length + update.values.length);
  const relation = relate(valueSet(original), valueSet(update));
  if (relation !== 'same') {
    context.add(kinds[relation], 'enum');
  }
}

function valueSet(node: EnumNode): Set<string> {
  return new Set(node.values.map((value) => structureKey(value)));
}
