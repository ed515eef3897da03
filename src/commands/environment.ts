import type { ConfigResult } from '../config.ts';

/** What commands need of the process; the entry point gives it. */
export interface CommandEnvironment {
  /** Reads the settings. */
  readonly config: () => ConfigResult;
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  /** Writes to standard error. */
  readonly tell: (text: string) => void;
  /** Runs the service until it is told to end. */
  readonly serve: () => Promise<unknown>;
}
