import type { Umzug } from 'umzug';
import { type AppliedMigration, appliedNow, assertKnown, MigrationRefusal } from './history.ts';
import { lossOf, type Migration } from './scripts.ts';

/** A database as migrations need it. The caller locks it and opens the transaction: the library does neither. */
export interface MigrationTarget {
  /** In the order of their names. */
  applied(): Promise<readonly AppliedMigration[]>;
  execute(sql: string): Promise<unknown>;
  record(applied: AppliedMigration): Promise<unknown>;
  erase(name: string): Promise<unknown>;
}

/** Names of migrations, in order. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

export interface DownOptions {
  /** How many migrations, from 1. */
  readonly steps: number;
  /** Whether what the scripts say would be lost may be. */
  readonly loseData: boolean;
}

/** Names of what was taken back, the last first; or what would have been lost, in words. */
export type DownResult =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly losses: readonly { readonly name: string; readonly loses: string }[] };

/**
 * What was applied, and what is pending.
 * @throws MigrationRefusal
 */
export async function statusOf(
  target: Pick<MigrationTarget, 'applied'>,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const applied = await target.applied();
  assertKnown(applied, migrations);
  const names = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !names.has(name));
  return { applied: [...names], pending: pending.map(({ name }) => name) };
}

/**
 * Applies what is pending and resolves with its names.
 * @throws MigrationRefusal
 */
export async function applyPending(
  target: MigrationTarget,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const { pending } = await statusOf(target, migrations);
  return pending.length === 0 ? [] : run(target, migrations, (umzug) => umzug.up());
}

/**
 * Takes back the last migrations, unless something is lost that may not be.
 * @throws MigrationRefusal
 */
export async function takeBack(
  target: MigrationTarget,
  migrations: readonly Migration[],
  { steps, loseData }: DownOptions,
): Promise<DownResult> {
  const last = (await statusOf(target, migrations)).applied.slice(-steps);
  if (last.length === 0) return { ok: true, names: [] };
  const losses = migrations
    .filter(({ name }) => last.includes(name))
    .flatMap((each) => ({ name: each.name, loses: lossOf(each) ?? '' }))
    .filter(({ loses }) => loses !== '');
  if (losses.length > 0 && !loseData) return { ok: false, losses };
  const names = await run(target, migrations, (umzug) => umzug.down({ step: last.length }));
  return { ok: true, names };
}

async function run(
  target: MigrationTarget,
  migrations: readonly Migration[],
  work: (umzug: Umzug) => Promise<readonly { readonly name: string }[]>,
): Promise<readonly string[]> {
  // Loaded when there is work, which is seldom: it takes longer to load than a store to open.
  const { MigrationError, Umzug } = await import('umzug');
  const umzug = new Umzug({
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: () => target.execute(up),
      down: () => target.execute(down),
    })),
    storage: storageOf(target, migrations),
    logger: undefined,
  });
  try {
    return (await work(umzug)).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const detail = String(error.cause).replace(/^\w*error: /i, '');
    const message = `Migration ${error.migration.name} failed, and nothing was changed (${detail}).`;
    throw new MigrationRefusal('migration-failed', message, { cause: error.cause });
  }
}

function storageOf(target: MigrationTarget, migrations: readonly Migration[]) {
  return {
    async logMigration({ name }: { name: string }) {
      for (const each of migrations.filter((one) => one.name === name)) await target.record(appliedNow(each));
    },
    async unlogMigration({ name }: { name: string }) {
      await target.erase(name);
    },
    async executed() {
      return (await target.applied()).map(({ name }) => name);
    },
  };
}
