import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { diskOf } from '../host/disk.ts';
import { type KeptDirectorySettings, keptDirectories } from '../jobs/kept-directories.ts';
import { type DatabaseHealth, databaseHealth } from './health/database-health.ts';
import { type DiskHealth, diskHealth } from './health/disk-health.ts';
import { type OutboundHealth, outboundHealth } from './health/outbound-health.ts';
import { Readiness, type Unready } from './health/readiness.ts';
import { checkStore, type StoreCheck } from './health/store-check.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly readiness: Readiness;
    readonly health: Health;
  }
}

/** What the health routes tell. */
export interface Health {
  /** Undefined when the service takes requests, else why it does not. */
  unready(): Promise<Unready | undefined>;
  report(): Promise<HealthReport>;
}

export interface HealthReport {
  readonly status: 'ok' | Unready;
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly components: {
    readonly store: { readonly status: StoreCheck };
    /** Not there when the store is embedded. */
    readonly database?: DatabaseHealth;
    /** Not there when nothing is kept on disks. */
    readonly disk?: DiskHealth;
    /** Not there before another server was called. */
    readonly outbound?: OutboundHealth;
    readonly eventLoop: {
      readonly status: 'ok' | 'overloaded';
      readonly delayMs: number;
      readonly utilization: number;
    };
    readonly memory: { readonly rssBytes: number; readonly heapUsedBytes: number };
  };
}

export interface HealthOptions {
  readonly version: string;
  /** Which disks are looked at. Default: none. */
  readonly settings?: KeptDirectorySettings;
  /** Milliseconds that the store has for a sign of life. Default 1000. */
  readonly storePatienceMs?: number;
}

const plugin: FastifyPluginCallback<HealthOptions> = (app, options, done) => {
  const readiness = new Readiness();
  const store = () => checkStore(app.store, options.storePatienceMs ?? 1000);
  const directories = options.settings === undefined ? [] : Object.values(keptDirectories(options.settings));
  app.decorate('readiness', readiness);
  app.decorate('health', {
    unready: async () => readiness.obstacle ?? unreadyStore(await store()),
    report: async () => {
      const [found, disks] = await Promise.all([store(), Promise.all(directories.map(diskOf))]);
      return report(app, options.version, found, diskHealth(disks));
    },
  });
  app.addHook('preClose', (next) => {
    readiness.stop();
    next();
  });
  done();
};

/**
 * What the service knows of its own health. Ready is not the same as alive: a service whose store is
 * away must not be restarted, only spared requests.
 */
export const health = fastifyPlugin(plugin, { name: 'health', dependencies: ['load-shedding', 'outbound'] });

function report(
  app: FastifyInstance,
  version: string,
  store: StoreCheck,
  disk: DiskHealth | undefined,
): HealthReport {
  const database = databaseHealth(app.databaseStats());
  const outbound = outboundHealth(app.outbound.hosts());
  const { eventLoopDelay, eventLoopUtilized, rssBytes, heapUsed } = app.load.memoryUsage();
  return {
    status: app.readiness.obstacle ?? unreadyStore(store) ?? 'ok',
    version,
    uptimeSeconds: Math.floor(process.uptime()),
    components: {
      store: { status: store },
      ...(database && { database }),
      ...(disk && { disk }),
      ...(outbound && { outbound }),
      eventLoop: {
        status: app.load.isUnderPressure() ? 'overloaded' : 'ok',
        delayMs: rounded(eventLoopDelay),
        utilization: rounded(eventLoopUtilized),
      },
      memory: { rssBytes, heapUsedBytes: heapUsed },
    },
  };
}

function unreadyStore(store: StoreCheck): Unready | undefined {
  return store === 'up' ? undefined : 'store-unavailable';
}

// The plugin calls the delay infinite as long as it has no sample.
function rounded(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : 0;
}
