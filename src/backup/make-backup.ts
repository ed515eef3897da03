import { stat } from 'node:fs/promises';
import type { DumpableStore } from '../registry/dump.ts';
import type { RecordCounts } from './backup-format.ts';
import { nameBackup, unverifiedName } from './backup-name.ts';
import { inStage, messageOf } from './backup-stage.ts';
import { expired, type RetentionPolicy } from './retention.ts';
import type { BackupTarget } from './target.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

export interface BackupJob {
  readonly source: Pick<DumpableStore, 'dump'> & { readonly engine: string };
  readonly target: BackupTarget;
  /** Version of this program. */
  readonly program: string;
  /** Where to write it before it is stored: the target's staging file. The caller removes what is left there. */
  readonly staged: string;
  /** Makes an empty store. */
  readonly makeScratchStore: () => DumpableStore;
  /** Applied when the backup is verified and stored; without one, nothing is removed. */
  readonly retention?: RetentionPolicy | undefined;
}

export interface BackupReport {
  readonly name: string;
  readonly location: string;
  /** In bytes, compressed. */
  readonly size: number;
  readonly createdAt: Date;
  readonly seconds: number;
  readonly records: RecordCounts;
  /** Names of older backups that were removed. */
  readonly removed: readonly string[];
  /** Why older backups could not be removed. */
  readonly retentionProblem?: string;
}

/**
 * Makes a backup: writes it, restores it into a scratch store to compare every record, stores it. One that
 * can't be verified is stored under a name that says so, and nothing is removed then.
 * @throws BackupError
 */
export async function makeBackup(job: BackupJob): Promise<BackupReport> {
  const { source, target, program, staged } = job;
  const start = performance.now();
  const createdAt = new Date();
  const name = nameBackup(createdAt);
  const header = { program, createdAt: createdAt.toISOString(), engine: source.engine };
  const digest = await inStage('dump', () => writeBackup(staged, header, source.dump()));
  const { size } = await stat(staged);
  await inStage('verify', async () => {
    try {
      await verifyBackup(staged, job.makeScratchStore(), digest);
    } catch (error) {
      await target.store(staged, unverifiedName(name));
      throw error;
    }
  });
  await inStage('store', () => target.store(staged, name));
  const retired = await retire(job);
  return {
    name,
    location: target.location,
    size,
    createdAt,
    seconds: (performance.now() - start) / 1000,
    records: digest.counts,
    ...retired,
  };
}

/** Removes what the policy no longer keeps. The backup just made stands whether that works or not. */
async function retire({
  target,
  retention,
}: BackupJob): Promise<Pick<BackupReport, 'removed' | 'retentionProblem'>> {
  const removed: string[] = [];
  if (retention === undefined) return { removed };
  try {
    for (const { name } of expired(await target.list(), retention, new Date())) {
      await target.remove(name);
      removed.push(name);
    }
    return { removed };
  } catch (error) {
    return { removed, retentionProblem: messageOf(error) };
  }
}
