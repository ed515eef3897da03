import { Gauge } from '@prometheus-io/client';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type Disk, diskOf } from '../host/disk.ts';
import { type KeptDirectorySettings, keptDirectories } from '../jobs/kept-directories.ts';

export interface DiskSpaceOptions {
  readonly settings: KeptDirectorySettings;
}

const plugin: FastifyPluginCallback<DiskSpaceOptions> = (app, { settings }, done) => {
  const directories = keptDirectories(settings);
  const gauge = (name: string, help: string, read: (disk: Disk) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['holds'],
      registers: [app.metricsRegistry],
      async collect() {
        // Nothing rather than what was, for a directory that is away.
        this.reset();
        for (const [holds, directory] of Object.entries(directories)) {
          const disk = await diskOf(directory);
          if (disk) this.set({ holds }, read(disk));
        }
      },
    });
  gauge('schemagate_disk_free_bytes', 'Space left for what is kept there.', ({ free }) => free);
  gauge('schemagate_disk_size_bytes', 'Size of the file system that holds it.', ({ size }) => size);
  done();
};

/** Measures the file systems that the service writes to: those of the store, the audit log and backups. */
export const diskSpace = fastifyPlugin(plugin, { name: 'disk-space', dependencies: ['metrics'] });
