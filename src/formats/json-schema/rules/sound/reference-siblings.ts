import { structureKey } from '../../json-printer.ts';
import type { JsonValue } from '../../json-value.ts';
import type { SchemaNode } from '../../model.ts';
import type { PairContext } from '../../pair-context.ts';

/** Keywords of drafts 4 to 7 that can make a document invalid. */
const restricting: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'items',
  'additionalItems',
  'maxItems',
  'minItems',
  'uniqueItems',
  'contains',
  'maxProperties',
  'minProperties',
  'required',
  'properties',
  'patternProperties',
  'additionalProperties',
  'dependencies',
  'propertyNames',
  'if',
  'then',
  'else',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
]);

/** Keywords beside `$ref`: drafts up to 7 say they mean nothing, but widely used validators heed them. */
export function compareSiblings(original: SchemaNode, update: SchemaNode, context: PairContext): void {
  const before = siblingsOf(original);
  for (const [keyword, value] of siblingsOf(update)) {
    const counterpart = before.get(keyword);
    const same = counterpart !== undefined && structureKey(counterpart) === structureKey(value);
    if (restricting.has(keyword) && !same) {
      context.add('REFERENCE_SIBLING_CHANGED', keyword);
    }
  }
}

function siblingsOf(node: SchemaNode): ReadonlyMap<string, JsonValue> {
  return node.kind === 'reference' ? node.siblings : new Map();
}
