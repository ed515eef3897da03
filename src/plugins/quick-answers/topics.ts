import type { Change, GuardScope } from '../../registry/store.ts';
import { normalizeSubject } from '../../registry/subject-name.ts';

/** Which subjects there are. */
export const subjectList = Symbol('list of subjects');
/** More than can be named. */
export const anything = Symbol('anything');

/**
 * What an answer was made from: a subject with its versions and settings, by its name as stored, or one of the above.
 * What holds for all subjects is no topic: any answer may rest on it.
 */
export type Topic = string | typeof subjectList | typeof anything;
export type Topics = readonly Topic[];

/** What an answer was made from, as a route says it: subjects by any of their names, or one of the above. */
export type MadeFrom = readonly string[] | 'subject list' | 'anything';

export function topicsOf(madeFrom: MadeFrom): Topics {
  if (madeFrom === 'subject list') return [subjectList];
  if (madeFrom === 'anything') return [anything];
  return [...new Set(madeFrom.map(normalizeSubject))];
}

/** The topics that a change alters; undefined for all there are. */
export function topicsOfChange({ guards, writes }: Change): Topics | undefined {
  const changed = guards.filter(({ changes }) => changes).map(({ scope }) => scope);
  const written = writes.flatMap((write): readonly GuardScope[] => {
    if (write.kind === 'set-property') return [];
    return ['scope' in write ? write.scope : { kind: 'subject', subject: write.subject }];
  });
  return topicsOfScopes([...changed, ...written]);
}

/** The topics of these scopes after a change; undefined for all there are. */
export function topicsOfScopes(scopes: readonly GuardScope[]): Topics | undefined {
  if (scopes.length === 0) return [];
  const topics = new Set<Topic>([subjectList, anything]);
  for (const scope of scopes) {
    if (scope.kind === 'global') return undefined;
    // Who refers to a subject is told by no answer that is kept.
    if (scope.kind === 'subject') topics.add(scope.subject);
  }
  return [...topics];
}
