import { refusals } from './refusals.ts';
import type { SettingsScope } from './settings.ts';

/**
 * Longest name of a subject, in UTF-16 code units. Some engines can't index longer ones, and what one engine
 * holds can go to any other.
 */
export const longestSubject = 1200;

const controlCharacters = /\p{Cc}/u;
const defaultContext = ':.:';
const anyContext = ':*:';

/**
 * The subject as stored: the default context's prefix `:.:` says nothing and goes.
 */
export function normalizeSubject(name: string): string {
  return name.startsWith(defaultContext) ? name.slice(defaultContext.length) : name;
}

/** The subject under which something may be written. Throws 42208 for a name that can't be one. */
export function writableSubject(name: string): string {
  const subject = normalizeSubject(name);
  const fault = faultOf(subject);
  if (fault !== undefined) throw refusals.invalidSubject(name, fault);
  if (subject.length > longestSubject) throw refusals.longSubject(subject.length, longestSubject);
  return subject;
}

/** What to change of a name that can't be a subject's. */
function faultOf(subject: string): string | undefined {
  if (inOtherContext(subject)) return 'There is the default context alone: leave the context out.';
  if (subject === '__GLOBAL' || subject === '__EMPTY') return 'That name is reserved: take another.';
  if (controlCharacters.test(subject)) return 'Leave control characters out.';
  return subject.isWellFormed() ? undefined : 'It holds half of a surrogate pair.';
}

/** Where the config and mode addressed by a path's subject are kept. */
export function settingsScope(name: string | undefined): SettingsScope {
  if (name === undefined || name === defaultContext || name === ':.') return { kind: 'global' };
  return { kind: 'subject', subject: normalizeSubject(name) };
}

/** The part of a `subjectPrefix` that is compared with names; undefined when it asks for another context. */
export function namePrefix(subjectPrefix: string): string | undefined {
  for (const context of [anyContext, defaultContext]) {
    if (subjectPrefix.startsWith(context)) return subjectPrefix.slice(context.length);
  }
  return inOtherContext(subjectPrefix) ? undefined : subjectPrefix;
}

/** Contexts besides the default one are not kept here. */
function inOtherContext(subject: string): boolean {
  return subject.startsWith(':.');
}
