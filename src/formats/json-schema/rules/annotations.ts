import { structureKey } from '../json-printer.ts';
import type { JsonValue } from '../json-value.ts';
import type { SchemaNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** Annotations constrain nothing; their changes are told, never refused. */
export function compareAnnotations(original: SchemaNode, update: SchemaNode, context: PairContext): void {
  const before = original.annotations;
  const after = update.annotations;
  if (before.id !== after.id) {
    context.add('ID_CHANGED');
  }
  if (before.title !== after.title) {
    context.add('TITLE_CHANGED');
  }
  if (before.description !== after.description) {
    context.add('DESCRIPTION_CHANGED');
  }
  if (!sameDefault(before.default, after.default)) {
    context.add('DEFAULT_CHANGED');
  }
}

function sameDefault(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  return (
    before === after ||
    (before !== undefined && after !== undefined && structureKey(before) === structureKey(after))
  );
}
