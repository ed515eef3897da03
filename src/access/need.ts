/** What a grant can allow. */
export type Action = 'read' | 'write' | 'admin' | 'metrics';

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
