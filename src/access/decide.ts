import { settingsScope } from '../registry/subject-name.ts';
import type { AccessNeed } from './need.ts';
import type { Rights } from './rights.ts';

/**
 * Whether these rights meet the need, by names alone: whether a subject exists plays no part. A subject that
 * may not be read is no matter here either: whoever answers does as if it did not exist.
 * @param subject as the path names it; undefined when it names none
 */
export function allows(rights: Rights, need: AccessNeed, subject?: string): boolean {
  if (need.action === 'public') return true;
  if (need.action === 'metrics') return rights.metrics;
  if (need.action === 'read') return !rights.bounds.read.read.isEmpty;
  const { change } = rights.bounds[need.action];
  // A path can also name what is set for all subjects.
  const scope = settingsScope(need.subject === 'path' ? subject : undefined);
  return scope.kind === 'global' ? change.isAll : change.has(scope.subject);
}

/** Whether the subject that the path names is one that may be read. */
export function mayRead({ bounds }: Rights, subject: string): boolean {
  const scope = settingsScope(subject);
  return scope.kind === 'global' || bounds.read.read.has(scope.subject);
}
