import type { OpenedStore } from '../helpers/opened-store.ts';

/** One thing that every engine must do; the names are unique. */
export interface Rule {
  readonly name: string;
  run(opened: OpenedStore): Promise<void>;
}

/** A rule that an engine can't keep, and why. */
export interface Deviation {
  readonly test: string;
  readonly reason: string;
}
