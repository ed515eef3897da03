import type { DifferenceKind } from '../difference.ts';

/** What to call each way in which the freedom of unnamed properties or items can change. */
export interface RestKinds {
  /** From nothing allowed to something. */
  readonly added: DifferenceKind;
  /** From something allowed to nothing. */
  readonly removed: DifferenceKind;
  /** From a schema to everything. */
  readonly extended: DifferenceKind;
  /** From everything to a schema. */
  readonly narrowed: DifferenceKind;
}
