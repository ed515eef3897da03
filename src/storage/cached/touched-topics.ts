import type { Change, GuardScope } from '../../registry/store.ts';
import { everything, listings, topicOfScope } from './cached-reads.ts';

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
  return new Set([...alteredTopics(change), ...change.guards.map(({ scope }) => topicOfScope(scope))]);
}

/** Topics of subjects that others came to refer to; their own versions and settings are as before. */
export function referredTopics({ guards }: Change): readonly string[] {
  const changed = guards.filter(({ scope, changes }) => changes && concernsReferrersOnly(scope));
  return changed.map(({ scope }) => topicOfScope(scope));
}

/** Whether a change of the scope leaves the subject's own versions and settings as they are. */
export function concernsReferrersOnly({ kind }: GuardScope): boolean {
  return kind === 'referrers';
}
