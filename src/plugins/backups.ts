import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { BackupReport } from '../backup/make-backup.ts';
import type { StoredBackup } from '../backup/target.ts';
import type { BackupSettings } from '../jobs/backup-settings.ts';
import { HttpError } from './http-error.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly backups: Backups;
  }
}

/** Both reject with a 404 for clients when no place for backups is set. */
export interface Backups {
  /** Makes one now, or after the one under way. */
  make(): Promise<BackupReport>;
  /** Verified ones, the newest first. */
  list(): Promise<readonly StoredBackup[]>;
}

export interface BackupsOptions {
  readonly settings: BackupSettings;
  /** Cron pattern; empty for none. */
  readonly schedule: string;
  /** Whether backups are made when their time comes. */
  readonly keepsSchedule: () => boolean;
}

const plugin: FastifyPluginAsync<BackupsOptions> = async (app, { settings, schedule, keepsSchedule }) => {
  if (settings.BACKUP_DIR === '') {
    if (schedule !== '') throw new Error('BACKUP_SCHEDULE is set, but not BACKUP_DIR: backups need a place');
    const refuse = async () =>
      Promise.reject(new HttpError(404, 'No place for backups is set; see BACKUP_DIR'));
    app.decorate('backups', { make: refuse, list: refuse });
    return;
  }
  // Only with a place for them are these and the libraries behind them needed.
  const { ConfiguredBackups } = await import('./backups/configured-backups.ts');
  const { log, audit, outbound, metricsRegistry, storeOpened } = app;
  const backups = new ConfiguredBackups({
    settings,
    schedule,
    keepsSchedule,
    log,
    outbound,
    audit,
    metricsRegistry,
    storeOpened,
  });
  app.decorate('backups', backups);
  app.addHook('onReady', async () => backups.start());
  app.addHook('onClose', () => backups.close());
};

/** Backups on a schedule and on demand, each on a thread of its own; a failure is logged and counted. */
export const backups = fastifyPlugin(plugin, {
  name: 'backups',
  dependencies: ['audit', 'metrics', 'outbound', 'schema-store'],
});
