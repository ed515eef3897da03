import type { Principal } from './principal.ts';

/** Whom a credential is of. */
export interface Proof {
  readonly principal: Principal;
  /** When the credential ends, in milliseconds since 1970; infinite when it does not. */
  readonly until: number;
}
