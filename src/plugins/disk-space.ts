import { statfs } from 'node:fs/promises';
import { Gauge } from '@prometheus-io/client';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Config } from '../config.ts';
import { auditDirectory } from '../jobs/audit-log.ts';

export interface DiskSpaceOptions {
  readonly settings: Pick<Config, 'DATA_DIR' | 'DATABASE_URL' | 'AUDIT_LOG' | 'BACKUP_DIR'>;
}

interface Space {
  readonly free: number;
  readonly size: number;
}

const plugin: FastifyPluginCallback<DiskSpaceOptions> = (app, { settings }, done) => {
  const directories = directoriesOf(settings);
  const gauge = (name: string, help: string, read: (space: Space) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['holds'],
      registers: [app.metricsRegistry],
      async collect() {
        // Nothing rather than what was, for a directory that is away.
        this.reset();
        for (const [holds, directory] of Object.entries(directories)) {
          const space = await spaceOf(directory);
          if (space) this.set({ holds }, read(space));
        }
      },
    });
  gauge('schemagate_disk_free_bytes', 'Space left for what is kept there.', ({ free }) => free);
  gauge('schemagate_disk_size_bytes', 'Size of the file system that holds it.', ({ size }) => size);
  done();
};

/** Measures the file systems that the service writes to: those of the store, the audit log and backups. */
export const diskSpace = fastifyPlugin(plugin, { name: 'disk-space', dependencies: ['metrics'] });

function directoriesOf(settings: DiskSpaceOptions['settings']): Readonly<Record<string, string>> {
  const { DATA_DIR, DATABASE_URL, AUDIT_LOG, BACKUP_DIR } = settings;
  const isDirectory = (place: string) => place !== '' && !place.includes('://');
  return {
    ...(DATABASE_URL === '' && { data: DATA_DIR }),
    ...(!['stdout', 'off'].includes(AUDIT_LOG) && { audit: auditDirectory(settings) }),
    ...(isDirectory(BACKUP_DIR) && { backups: BACKUP_DIR }),
  };
}

/** Undefined for a directory that is not there. */
async function spaceOf(directory: string): Promise<Space | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch {
    return undefined;
  }
}
