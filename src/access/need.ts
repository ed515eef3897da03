/** What a route needs of whoever asks. */
export type AccessNeed =
  /** Anyone is answered, known or not. */
  | { readonly action: 'public' }
  | { readonly action: 'metrics' }
  /**
   * `path`: the subject that the path names. `listed`: whichever subjects may be read, and no others are told of.
   * `none`: nothing of a subject, so that a right to read any is enough.
   */
  | { readonly action: 'read'; readonly subject: 'path' | 'listed' | 'none' }
  /** `permanent`: what the request needs when it deletes for good. */
  | { readonly action: 'write'; readonly subject: 'path'; readonly permanent?: 'admin' }
  /** `none`: a right to administer all subjects. */
  | { readonly action: 'admin'; readonly subject: 'path' | 'none' };

/** The need in words, for the description of a route. */
export function needText(need: AccessNeed): string {
  if (need.action === 'public') return 'Open to all.';
  if (need.action === 'metrics') return 'Needs the role metrics.';
  if (need.action === 'read') return readTexts[need.subject];
  if (need.subject === 'none') return 'Needs the role admin for all subjects.';
  if (need.action === 'admin') return 'Needs the role admin for the subject.';
  const more = need.permanent === undefined ? '' : ', and admin to delete for good';
  return `Needs the role writer for the subject${more}.`;
}

const readTexts = {
  path: 'Needs the role reader for the subject, which else is not found.',
  listed: 'Needs the role reader, and tells of the subjects that it is for.',
  none: 'Needs the role reader, for whichever subjects.',
} as const;
