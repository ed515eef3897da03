import type { Change, Write } from '../../registry/store.ts';
import { longestSubject } from '../../registry/subject-name.ts';

/**
 * Refuses what PostgreSQL would alter or can't hold: lone surrogates and U+0000 in text, and names too long
 * for an index, whose entries hold about 2700 bytes. (Subjects and JSON columns are stored in forms that keep any
 * character.)
 * @throws TypeError
 */
export function assertStorable(change: Change): void {
  for (const write of change.writes) {
    for (const text of textsOf(write)) {
      if (!text.isWellFormed()) {
        throw new TypeError(`${write.kind}: text with a lone surrogate can't be stored`);
      }
      if (text.includes('\0')) throw new TypeError(`${write.kind}: text with U+0000 can't be stored`);
    }
    for (const subject of subjectsOf(write)) {
      if (subject.length > longestSubject) {
        throw new TypeError(`${write.kind}: a subject's name has at most ${longestSubject} characters`);
      }
    }
  }
}

function textsOf(write: Write): readonly string[] {
  if (write.kind === 'add-version') return [write.content.text, write.guid];
  if (write.kind === 'set-property') return [write.name, write.value];
  return [];
}

function subjectsOf(write: Write): readonly string[] {
  if (write.kind === 'set-property') return [];
  if (write.kind === 'set-config' || write.kind === 'set-mode') {
    return write.scope.kind === 'global' ? [] : [write.scope.subject];
  }
  const referred = write.kind === 'add-version' ? write.content.references : [];
  return [write.subject, ...referred.map(({ subject }) => subject)];
}
