import type { Registry } from '@prometheus-io/client';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { AuditEvent, AuditTrail } from '../../audit/event.ts';
import { BackupError, inStage, stageOf } from '../../backup/backup-stage.ts';
import type { BackupReport } from '../../backup/make-backup.ts';
import { openTarget } from '../../backup/open-target.ts';
import type { StoredBackup } from '../../backup/target.ts';
import { backUp } from '../../jobs/back-up.ts';
import { runBackupInThread } from '../../jobs/back-up-in-thread.ts';
import { type BackupSettings, s3Access } from '../../jobs/backup-settings.ts';
import { listBackups } from '../../jobs/list-backups.ts';
import type { BackupOrder } from '../../jobs/run-backup.ts';
import { largeCalls } from '../../jobs/s3-fetch.ts';
import { configuredTurns, type TakeTurn } from '../../storage/configured-turns.ts';
import { currentRequester } from '../audit/requester.ts';
import { type BackupMetrics, backupMetrics } from './backup-metrics.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { scheduleBackups } from './schedule.ts';

export interface ConfiguredBackupsOptions {
  readonly settings: BackupSettings;
  /** Cron pattern; empty for none. */
  readonly schedule: string;
  /** Asked when a time of the schedule comes. */
  readonly keepsSchedule: () => boolean;
  readonly log: FastifyBaseLogger;
  /** Calls S3, on this thread, and is told of calls on others. */
  readonly outbound: Pick<FastifyInstance['outbound'], 'fetch' | 'elsewhere'>;
  readonly audit: AuditTrail;
  readonly metricsRegistry: Registry;
  /** No backup is made before. */
  readonly storeOpened: Promise<void>;
}

/** Backups in the place that is set: logged, measured, never two at once. */
export class ConfiguredBackups {
  readonly #settings: BackupSettings;
  readonly #log: FastifyBaseLogger;
  readonly #outbound: Pick<FastifyInstance['outbound'], 'fetch' | 'elsewhere'>;
  readonly #audit: AuditTrail;
  readonly #metrics: BackupMetrics;
  readonly #closing = new AbortController();
  readonly #runs: OneAtATime<BackupReport>;
  readonly #keepsSchedule: () => boolean;
  readonly #schedule: ReturnType<typeof scheduleBackups> | undefined;
  readonly #storeOpened: Promise<void>;
  readonly #takeTurn: TakeTurn;
  #turn: Promise<void> = Promise.resolve();

  /** @throws Error when the place or the schedule is wrong, with a sentence for the operator */
  constructor(options: ConfiguredBackupsOptions) {
    const { settings, schedule, keepsSchedule, log, audit, outbound, metricsRegistry, storeOpened } = options;
    // A wrong place shows now, not at the first backup.
    openTarget(settings.BACKUP_DIR, s3Access(settings));
    this.#settings = settings;
    this.#outbound = outbound;
    this.#log = log;
    this.#audit = audit;
    this.#metrics = backupMetrics(metricsRegistry);
    this.#runs = new OneAtATime(() => this.#observed());
    this.#storeOpened = storeOpened;
    this.#keepsSchedule = keepsSchedule;
    this.#takeTurn = configuredTurns(settings);
    const scheduled = (due: Date) => {
      this.#turn = this.#inTurn(due);
      return this.#turn;
    };
    this.#schedule = schedule === '' ? undefined : scheduleBackups(schedule, scheduled);
  }

  make(): Promise<BackupReport> {
    return this.#runs.run();
  }

  list(): Promise<readonly StoredBackup[]> {
    return listBackups(this.#settings, this.#settings.BACKUP_DIR, (url, init) =>
      this.#outbound.fetch(url, init, largeCalls),
    );
  }

  /** Lets the schedule begin, and reads how old the newest backup is. */
  start(): void {
    this.#schedule?.resume();
    void this.#readNewest();
  }

  /** Ends a backup under way, and resolves when nothing is left of it. */
  async close(): Promise<void> {
    this.#schedule?.stop();
    this.#closing.abort(new Error('The service is closing'));
    await this.#turn;
    await this.#runs.idle();
  }

  /** Of instances that share a database, one makes the backup of each time. */
  async #inTurn(due: Date): Promise<void> {
    if (!this.#keepsSchedule()) {
      this.#metrics.turn('skipped');
      this.#log.warn({ due }, 'no backup: those of the schedule are switched off');
      return;
    }
    const make = async () => void (await this.make());
    try {
      await this.#storeOpened;
      const here = await this.#takeTurn({ name: 'backup', due: due.getTime() }, make, this.#closing.signal);
      this.#metrics.turn(here ? 'here' : 'elsewhere');
      if (here) return;
      this.#log.info({ due }, 'backup was made by another instance');
      await this.#readNewest();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#metrics.turn('failed');
      // A backup that failed is in the log and counted already.
      if (error instanceof BackupError) return;
      this.#metrics.failed('dump');
      this.#log.error({ err: error, stage: 'dump' }, 'backup failed');
    }
  }

  async #observed(): Promise<BackupReport> {
    const run = (order: BackupOrder) =>
      this.#outbound.elsewhere((listener) => runBackupInThread(order, this.#closing.signal, listener));
    try {
      await inStage('dump', () => this.#storeOpened);
      const report = await backUp(this.#settings, { run });
      this.#metrics.made(report);
      this.#log.info(report, 'backup made and verified');
      const { name, location, size, records } = report;
      this.#record('success', { name, location, size, records });
      if (report.retentionProblem !== undefined) this.#log.warn(report, 'older backups could not be removed');
      return report;
    } catch (error) {
      const stage = stageOf(error);
      this.#metrics.failed(stage);
      this.#log.error({ err: error, stage }, 'backup failed');
      this.#record('failure', { stage });
      throw error;
    }
  }

  #record(outcome: AuditEvent['outcome'], details: AuditEvent['details']): void {
    this.#audit.record({ event: 'backup.made', outcome, ...currentRequester(), ...(details && { details }) });
  }

  async #readNewest(): Promise<void> {
    try {
      const [newest] = await this.list();
      if (newest) this.#metrics.found(newest);
    } catch (error) {
      this.#log.warn({ err: error }, 'backups can not be listed');
    }
  }
}
