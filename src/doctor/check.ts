import type { Config } from '../config.ts';
import type { DatabaseFacts } from '../storage/postgres/inspect.ts';
import type { EmbeddedFacts } from '../storage/sqlite/inspect.ts';
import type { Finding } from './finding.ts';
import type { Machine } from './machine.ts';

/** One thing about the host that can be well or not. It changes nothing. */
export interface Check {
  /** Such as `disk-space`; docs/operations/doctor.md has a row for each. */
  readonly id: string;
  /** What it looks at, in few words. */
  readonly looksAt: string;
  /** Rejects when it could not find out. */
  run(context: Context): Finding | Promise<Finding>;
}

/** What checks look at. */
export interface Context {
  readonly config: Config;
  readonly machine: Machine;
  /** How long a check may take, in milliseconds. */
  readonly patience: number;
  /** Aborted when that is over. */
  readonly signal: AbortSignal;
  /** The database of `DATABASE_URL`, looked at once for all; rejects when it can't be reached. */
  readonly database: () => Promise<DatabaseFacts>;
  /** The store that the settings name, in a database or in `DATA_DIR`; rejects when it can't be read. */
  readonly store: () => Promise<DatabaseFacts | EmbeddedFacts>;
}
