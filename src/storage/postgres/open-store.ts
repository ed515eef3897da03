import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Migration } from '../migrations/scripts.ts';
import { changeCommitter } from './commit-changes.ts';
import { CommitLanes, type CommitLanesOptions } from './commit-lanes.ts';
import { type ConnectionOptions, Connections } from './connections.ts';
import { classOf } from './error-class.ts';
import { assertMigrated, migrateUp } from './migrate.ts';
import { StoreOpenError, toOpenError } from './open-error.ts';
import { type BreakerState, defaultResilience, Resilience, type ResilienceOptions } from './resilience.ts';
import { checkServer, connectionsPerReplica, connectionWarning } from './server-check.ts';
import type { AroundStatement } from './statement.ts';
import { PostgresStore } from './store.ts';

export interface PostgresStoreOptions extends ConnectionOptions {
  /** Connections that this store may open; a change feed takes one more, and API keys another. */
  readonly poolMax: number;
  /** Stores that share the database, as far as is known. */
  readonly replicas?: number;
  /** `off`: only checks that the database has the layout of this program. */
  readonly migrate?: 'auto' | 'off';
  /** How long to wait for a database that is away at the start, in milliseconds. */
  readonly openTimeout?: number;
  /** Aborted, a database that is away at the start is waited for no more. */
  readonly signal?: AbortSignal | undefined;
  readonly resilience?: Partial<ResilienceOptions>;
  readonly migrations?: readonly Migration[];
  /** Told of each transaction: how many changes shared it and how long it took. Must not throw. */
  readonly onCommit?: (batch: { changes: number; seconds: number }) => void;
  /** Given sentences for the operator; must not throw. */
  readonly onWarning?: (warning: string) => void;
  /** Told when the circuit breaker opens, lets a call try, or closes; must not throw. */
  readonly onBreaker?: (state: BreakerState) => void;
  /** Sees each statement of the pool on its way. */
  readonly aroundStatement?: AroundStatement;
  readonly keepAsker?: CommitLanesOptions['keepAsker'];
}

/**
 * Transactions of one store under way at once: enough that one that waits for another replica leaves the
 * rest alone, few enough that changes share.
 */
const lanes = 2;

/**
 * Opens the store in a database that any number of stores may share, after bringing its layout up to date.
 * @throws StoreOpenError with a sentence for the operator
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  await whenReachable(options, () => prepareLayout(options));
  const { onCommit = ignore, onBreaker = ignore } = options;
  const connections = new Connections({ ...options, max: options.poolMax });
  try {
    await warnOfLimits(connections, options);
  } catch (error) {
    await connections.close();
    throw toOpenError(options.url, error);
  }
  const resilience = new Resilience({ ...defaultResilience, ...options.resilience }, onBreaker);
  const origin = randomUUID();
  const commits = new CommitLanes({
    write: changeCommitter({ connections, resilience, origin, onCommit }),
    lanes,
    keepAsker: options.keepAsker,
  });
  return new PostgresStore({ connections, resilience, commits, origin, address: options });
}

function ignore(): void {
  // Nobody asked to be told.
}

async function prepareLayout({
  url,
  connectTimeout,
  migrations,
  migrate = 'auto',
}: PostgresStoreOptions): Promise<void> {
  const target = { url, connectTimeout, migrations };
  await (migrate === 'auto' ? migrateUp(target) : assertMigrated(target));
}

async function warnOfLimits(connections: Connections, options: PostgresStoreOptions): Promise<void> {
  const facts = await connections.use((session) => checkServer(session));
  const perReplica = connectionsPerReplica(options.poolMax);
  const warning = connectionWarning(facts, { replicas: options.replicas ?? 1, perReplica });
  if (warning !== undefined) options.onWarning?.(warning);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Such as while it starts; refusals of ours, which have no cause, stay as they are. */
function isAway(error: unknown): boolean {
  return error instanceof StoreOpenError && error.cause !== undefined && classOf(error.cause) === 'transient';
}

/** A database may start later than its clients. */
async function whenReachable(options: PostgresStoreOptions, work: () => Promise<void>): Promise<void> {
  const { openTimeout = 30_000, onWarning = ignore } = options;
  const end = performance.now() + openTimeout;
  const first = 50;
  for (let delay = first; ; delay = Math.min(delay * 2, 1000)) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || performance.now() + delay > end) throw error;
      if (delay === first) onWarning(`${messageOf(error)} Waiting for it, ${openTimeout / 1000} s at most.`);
      await wait(delay, undefined, { signal: options.signal });
    }
  }
}
