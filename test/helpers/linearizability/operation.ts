/** What one client asked of one subject, and what it was told. */
export type Operation = Asked & (Register | Delete | ReadLatest | ReadVersions);

interface Asked {
  readonly subject: string;
  /** Which replica was asked, or `freshReplica`. */
  readonly replica: string;
  /** When it was asked and when it had answered, on one clock, in milliseconds. */
  readonly invoked: number;
  /** Infinity when nobody knows the outcome: a write that failed may happen at any time later, or never. */
  readonly answered: number;
}

interface Register {
  readonly kind: 'register';
  readonly text: string;
  /** `refused`: not compatible with the latest version. */
  readonly result: { readonly id: number; readonly version: number } | 'refused' | 'unknown';
}

interface Delete {
  readonly kind: 'delete';
  readonly version: number;
  /** `refused`: there is no such version, or it is deleted already. */
  readonly result: 'deleted' | 'refused' | 'unknown';
}

interface ReadLatest {
  readonly kind: 'latest';
  readonly result: { readonly id: number; readonly version: number; readonly text: string } | 'none';
}

interface ReadVersions {
  readonly kind: 'versions';
  /** The versions that are not deleted. */
  readonly result: readonly number[];
}

/** A replica that was started after all writes, and so knows of each. */
export const freshReplica = 'fresh';
