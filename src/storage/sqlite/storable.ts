import type { Change, Write } from '../../registry/store.ts';

/**
 * Refuses text with lone surrogates, which UTF-8 can't hold: SQLite would store U+FFFD in their place.
 * (Subjects and JSON columns are stored in forms that keep them.)
 * @throws TypeError
 */
export function assertStorable(change: Change): void {
  for (const write of change.writes) {
    if (!textsOf(write).every((text) => text.isWellFormed())) {
      throw new TypeError(`${write.kind}: text with a lone surrogate can't be stored`);
    }
  }
}

function textsOf(write: Write): readonly string[] {
  if (write.kind === 'add-version') return [write.content.text, write.guid];
  if (write.kind === 'set-property') return [write.name, write.value];
  return [];
}
