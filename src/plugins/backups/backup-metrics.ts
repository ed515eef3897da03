import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import { type BackupStage, backupStages } from '../../backup/backup-stage.ts';
import type { BackupReport } from '../../backup/make-backup.ts';
import type { StoredBackup } from '../../backup/target.ts';

const turnOutcomes = ['here', 'elsewhere', 'failed', 'skipped'] as const;
/** Who made a scheduled backup: this instance, another one, this one tried in vain, or nobody was to make it. */
export type TurnOutcome = (typeof turnOutcomes)[number];

/** What is measured of backups. */
export interface BackupMetrics {
  made(report: BackupReport): void;
  failed(stage: BackupStage): void;
  /** A time of the schedule came: who made the backup. */
  turn(outcome: TurnOutcome): void;
  /** The newest backup there is when the service starts: its age doesn't begin anew. */
  found(newest: StoredBackup): void;
}

/** Registers them; counters begin at 0, so that a first failure is seen as a rise. */
export function backupMetrics(registry: Registry): BackupMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const success = gauge(
    'schemagate_backup_last_success_timestamp_seconds',
    'When the newest stored backup was made; 0 when there is none.',
  );
  const verified = gauge(
    'schemagate_backup_last_verified_timestamp_seconds',
    'When the newest backup was made that a restore has verified; 0 when there is none.',
  );
  const verification = gauge(
    'schemagate_backup_last_verification_success',
    'Whether the last verification by a restore found the backup good: 1 or 0.',
  );
  const duration = gauge(
    'schemagate_backup_duration_seconds',
    'Time that the last backup took, its verification included.',
  );
  const size = gauge('schemagate_backup_size_bytes', 'Size of the newest stored backup.');
  const failures = new Counter({
    name: 'schemagate_backup_failures_total',
    help: 'Backups that failed, by the stage at which they did.',
    labelNames: ['stage'],
    registers,
  });
  for (const stage of backupStages) failures.inc({ stage }, 0);
  const turns = new Counter({
    name: 'schemagate_backup_turns_total',
    help: 'Times of the schedule, by where the backup was made: here, elsewhere (by another instance on the same database), failed here, or skipped while they are switched off.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of turnOutcomes) turns.inc({ outcome }, 0);

  return {
    made({ createdAt, seconds, size: bytes, retentionProblem }) {
      success.set(createdAt.getTime() / 1000);
      verified.set(createdAt.getTime() / 1000);
      verification.set(1);
      duration.set(seconds);
      size.set(bytes);
      if (retentionProblem !== undefined) failures.inc({ stage: 'retention' });
    },
    failed(stage) {
      failures.inc({ stage });
      if (stage === 'verify') verification.set(0);
    },
    turn(outcome) {
      turns.inc({ outcome });
    },
    found({ createdAt, size: bytes }) {
      // Only what was verified gets the name of a backup.
      success.set(createdAt.getTime() / 1000);
      verified.set(createdAt.getTime() / 1000);
      verification.set(1);
      size.set(bytes);
    },
  };
}
