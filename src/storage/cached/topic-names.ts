import type { Version } from '../../registry/schema.ts';
import type { GuardScope } from '../../registry/store.ts';

/** The topic of all that depends on more than one subject, and on which decisions rest. */
export const everything = 'all';

/** The topic of what depends on more than one subject and is only ever shown. */
export const listings = 'listings';

/** The topic of who refers to which version: shown, and decided on by those that ask for that revision first. */
export const referring = 'referring';

/** The topic of what a scope protects. Referrers share their subject's. */
export function topicOfScope(scope: GuardScope): string {
  return scope.kind === 'global' ? 'global' : `subject ${scope.subject}`;
}

/** The question who refers to a version, within its topic. */
export function referrersOf(subject: string, version: Version): string {
  return `${version} ${subject}`;
}

/** The subject in such a question. */
export function subjectReferredTo(question: string): string {
  return question.slice(question.indexOf(' ') + 1);
}

/** Whether a change of the scope leaves the subject's own versions and settings as they are. */
export function concernsReferrersOnly({ kind }: GuardScope): boolean {
  return kind === 'referrers';
}

/** The subjects to which references are, or come to be, in these scopes. */
export function referredSubjects(scopes: readonly GuardScope[]): ReadonlySet<string> {
  return new Set(scopes.flatMap((scope) => (scope.kind === 'referrers' ? [scope.subject] : [])));
}
