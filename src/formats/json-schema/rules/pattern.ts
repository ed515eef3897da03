import type { StringNode } from '../model.ts';
import type { PairContext } from '../pair-context.ts';

/** `pattern`, by its text: whether one pattern implies another is not asked. */
export function comparePattern(original: StringNode, update: StringNode, context: PairContext): void {
  const before = original.pattern?.source;
  const after = update.pattern?.source;
  if (before === after) {
    return;
  }
  if (before === undefined) {
    context.add('PATTERN_ADDED', 'pattern');
  } else {
    context.add(after === undefined ? 'PATTERN_REMOVED' : 'PATTERN_CHANGED', 'pattern');
  }
}
