export type Role = 'reader' | 'writer' | 'admin' | 'metrics';

/** What someone may do, and to which subjects. */
export interface Grant {
  readonly role: Role;
  /** Prefix of the names of the subjects that it is for; empty: all. */
  readonly subjects: string;
}

/** Who sends a request, as far as its credentials prove it. */
export interface Principal {
  readonly kind: 'anonymous' | 'key' | 'token' | 'certificate';
  /** What tells it from others of its kind, and stays the same: never a secret. */
  readonly id: string;
  /** For people who read logs. */
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** Whoever shows no credential. */
export const anonymous: Principal = { kind: 'anonymous', id: '', name: 'anonymous', grants: [] };
