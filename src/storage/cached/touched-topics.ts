import type { Change } from '../../registry/store.ts';
import { everything, topicOfScope } from './cached-reads.ts';

/** The topics that a change concerns: what it alters, and what it was decided on. */
export function touchedTopics({ guards, writes }: Change): ReadonlySet<string> {
  const topics = new Set([everything, ...guards.map(({ scope }) => topicOfScope(scope))]);
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
