import type { Position } from './chain.ts';
import type { AuditTrail } from './event.ts';

/** What a trail did since it was opened. */
export interface TrailStats {
  readonly recorded: number;
  /** Events lost because too many waited. */
  readonly dropped: number;
  /** False while what is recorded can't be written. */
  readonly writing: boolean;
  readonly position: Position;
}

/** A trail that its owner has to close. */
export interface OwnedTrail extends AuditTrail {
  readonly stats: TrailStats;
  /** Writes all that waits, for the end of the process. */
  flushSync(): void;
  close(): Promise<void>;
}
