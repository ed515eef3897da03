import { Gauge } from '@prometheus-io/client';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { permissionWarnings } from '../config/permission-warnings.ts';
import type { Config } from '../config.ts';

export interface FilePermissionsOptions {
  readonly settings: Config;
}

const plugin: FastifyPluginCallback<FilePermissionsOptions> = (app, { settings }, done) => {
  app.metricsRegistry.registerMetric(
    new Gauge({
      name: 'schemagate_loose_permissions',
      help: 'Secrets and directories of the settings that others than their owner may use.',
      registers: [],
      collect() {
        this.set(permissionWarnings(settings).length);
      },
    }),
  );
  app.addHook('onReady', (ready) => {
    for (const warning of permissionWarnings(settings)) app.log.warn(warning);
    ready();
  });
  done();
};

/** Warns of modes that let others read secrets, or change what the service keeps. */
export const filePermissions = fastifyPlugin(plugin, { name: 'file-permissions', dependencies: ['metrics'] });
