import type { SchemaNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** Schemas of different classes: fine only where one accepts nothing or the other everything. */
export function compareClasses(original: SchemaNode, update: SchemaNode, context: PairContext): void {
  if (original.kind === 'false' || update.kind === 'empty' || update.kind === 'true') {
    return;
  }
  // Kafka Connect once wrote bytes as numbers and now writes strings; its readers take both.
  const bothBytes = original.connectBytes && update.connectBytes;
  if (!bothBytes || context.sound) {
    context.add('TYPE_CHANGED');
  }
}
