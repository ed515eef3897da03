import type { Change } from '../../registry/store.ts';
import {
  concernsReferrersOnly,
  everything,
  listings,
  referredSubjects,
  referring,
  topicOfScope,
} from './topic-names.ts';

/** The topics about which what is remembered no longer holds once the change is committed. */
export function alteredTopics({ guards, writes }: Change): ReadonlySet<string> {
  // What only settles deliveries alters nothing that is remembered.
  const topics = new Set(guards.length + writes.length > 0 ? [everything, listings] : []);
  for (const { scope, changes } of guards) {
    if (changes && !concernsReferrersOnly(scope)) topics.add(topicOfScope(scope));
  }
  for (const write of writes) {
    if (write.kind === 'set-property') continue;
    const scope =
      write.kind === 'set-config' || write.kind === 'set-mode'
        ? write.scope
        : ({ kind: 'subject', subject: write.subject } as const);
    topics.add(topicOfScope(scope));
  }
  return topics;
}

/** Topics that may have come to differ whatever became of the change: what it alters, and what it was decided on. */
export function touchedTopics(change: Change): ReadonlySet<string> {
  const decidedOn = change.guards.map(({ scope }) => topicOfScope(scope));
  return new Set([...alteredTopics(change), referring, ...decidedOn]);
}

/** Topics of subjects that others came to refer to; their own versions and settings are as before. */
export function referredTopics({ guards }: Change): readonly string[] {
  const changed = guards.filter(({ scope, changes }) => changes && concernsReferrersOnly(scope));
  return changed.map(({ scope }) => topicOfScope(scope));
}

/** Subjects to which other versions refer once the change is committed; undefined: it may be any. */
export function newlyReferred({ guards, writes }: Change): ReadonlySet<string> | undefined {
  if (writes.some(({ kind }) => kind === 'mark-deleted' || kind === 'remove-versions')) return undefined;
  const added = writes.flatMap((write) => (write.kind === 'add-version' ? write.content.references : []));
  const changed = guards.filter(({ changes }) => changes).map(({ scope }) => scope);
  return new Set([...referredSubjects(changed), ...added.map(({ subject }) => subject)]);
}
