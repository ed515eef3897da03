import type { Config } from '../config.ts';
import type { DatabaseFacts } from '../storage/postgres/inspect.ts';
import { type EmbeddedFacts, inspectDirectory } from '../storage/sqlite/inspect.ts';
import type { Context } from './check.ts';
import type { Machine } from './machine.ts';

export interface ContextOptions {
  readonly config: Config;
  readonly machine: Machine;
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Each store is looked at when the first check asks, and once. */
export function contextOf({ config, machine, patience, signal }: ContextOptions): Context {
  let database: Promise<DatabaseFacts> | undefined;
  let embedded: Promise<EmbeddedFacts> | undefined;

  const askDatabase = () => {
    database ??= inspect(config, patience, machine.now);
    return database;
  };
  const askDirectory = () => {
    embedded ??= inspectDirectory(config.DATA_DIR);
    return embedded;
  };
  return {
    config,
    machine,
    patience,
    signal,
    database: askDatabase,
    store: () => (config.DATABASE_URL === '' ? askDirectory() : askDatabase()),
  };
}

/** The driver is loaded when it is needed. */
async function inspect(config: Config, patience: number, now: () => number): Promise<DatabaseFacts> {
  const { inspectDatabase } = await import('../storage/postgres/inspect.ts');
  return inspectDatabase({
    url: config.DATABASE_URL,
    connectTimeout: Math.min(config.DATABASE_CONNECT_TIMEOUT_MS, patience),
    statementTimeout: Math.min(config.DATABASE_STATEMENT_TIMEOUT_MS, patience),
    now,
  });
}
