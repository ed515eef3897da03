import type { SubjectPrefixes } from './subject-prefixes.ts';

/** What one request may touch. */
export interface Bounds {
  /** The subjects that it may know of. */
  readonly read: SubjectPrefixes;
  /** The subjects that it may change in the way that it is about to; what is set for all needs all. */
  readonly change: SubjectPrefixes;
  /** The same for all who may read the same subjects; undefined for those who may read all. */
  readonly reader: string | undefined;
}
