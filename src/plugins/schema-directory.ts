import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { createJsonSchemaFormat } from '../formats/json-schema/format.ts';
import { localPort } from '../schema-tree/local-port.ts';
import { currentRequester } from './audit/requester.ts';
import type { RegistryOptions } from './registry.ts';
import { DirectoryMetrics } from './schema-directory/directory-metrics.ts';
import { DirectorySync } from './schema-directory/directory-sync.ts';
import type { SyncReport } from './schema-directory/sync-report.ts';
import { watchDirectory } from './schema-directory/watch-directory.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Resolves when what the directory declares was applied or refused; rejects when there is no way to tell. */
    readonly schemasLoaded: Promise<void>;
    /**
     * Applies the schema directory now, all of it or nothing, and logs what came of it. Never rejects.
     * Undefined when there is none.
     */
    readonly syncSchemaDirectory: (() => Promise<SyncReport>) | undefined;
  }
}

export interface SchemaDirectoryOptions extends RegistryOptions {
  /** Path; empty when there is none. */
  readonly directory: string;
  /** Samples are loaded at the first start of a store alone, and need not be there. */
  readonly samples: boolean;
  readonly watch: boolean;
}

/** The name of the fact that a store's first start has loaded the samples. */
const loadedAt = 'schema-directory-loaded';

const plugin: FastifyPluginCallback<SchemaDirectoryOptions> = (app, options, done) => {
  const sync = options.directory === '' ? undefined : createSync(app, options);
  const loaded = app.storeOpened.then(() => load(app, options, sync));
  // Whoever does not wait for it finds it in the log.
  loaded.catch(() => undefined);
  app.decorate('schemasLoaded', loaded);
  app.decorate('syncSchemaDirectory', sync && (() => syncAfter(loaded, sync)));
  if (sync && options.watch) watchWhenLoaded(app, options.directory, sync, loaded);
  app.addHook('onClose', async () => {
    await Promise.allSettled([loaded]);
    await sync?.idle();
  });
  done();
};

/**
 * Keeps the registry at what a directory declares: applied at each start and when asked, or, if it holds samples, at
 * the first start of a store alone, so that what was deleted through the API stays deleted.
 */
export const schemaDirectory = fastifyPlugin(plugin, {
  name: 'schema-directory',
  dependencies: ['audit', 'schema-store', 'registry', 'metrics'],
});

async function syncAfter(loaded: Promise<void>, sync: DirectorySync): Promise<SyncReport> {
  await Promise.allSettled([loaded]);
  return await sync.sync();
}

function createSync(app: FastifyInstance, options: SchemaDirectoryOptions): DirectorySync {
  const { directory, soundCompatibility, defaultLevel } = options;
  const format = createJsonSchemaFormat({ sound: soundCompatibility });
  const rules = { formats: new Map([[format.type, format]]), defaultLevel };
  const sync = new DirectorySync({
    directory,
    port: () => localPort(app.registry, app.store),
    rules,
    checkPermissions: !options.samples,
    onReport(report) {
      metrics?.synced(report);
      recordSync(app, directory, report);
      logReport(app, directory, report);
    },
  });
  // Samples are no declaration that a store could drift from.
  const metrics = options.samples
    ? undefined
    : new DirectoryMetrics(app.metricsRegistry, () => sync.compare());
  return sync;
}

async function load(
  app: FastifyInstance,
  { directory, samples }: SchemaDirectoryOptions,
  sync: DirectorySync | undefined,
): Promise<void> {
  if (!sync || (samples && (await app.store.property(loadedAt)) !== undefined)) return;
  if (!(await isDirectory(directory))) {
    if (!samples) throw new Error(`SCHEMA_DIR is "${directory}", which is not a directory`);
    app.log.info({ directory }, 'no schema directory');
    return;
  }
  const { outcome, cause } = await sync.sync();
  // Served without its schemas, a registry would look whole and is not.
  if (outcome === 'failed') throw cause;
  if (!samples || outcome === 'refused') return;
  const value = new Date().toISOString();
  await app.store.commit({ guards: [], writes: [{ kind: 'set-property', name: loadedAt, value }] });
}

function watchWhenLoaded(
  app: FastifyInstance,
  directory: string,
  sync: DirectorySync,
  loaded: Promise<void>,
): void {
  const unwatched = (err: unknown) =>
    app.log.error({ err, directory }, 'changes of the schema directory go unnoticed until the next start');
  const onChange = () => void sync.sync();
  const watching = loaded.then(() => watchDirectory(directory, onChange, unwatched)).catch(unwatched);
  app.addHook('preClose', async () => (await watching)?.close());
}

function logReport(app: FastifyInstance, directory: string, report: SyncReport): void {
  const { outcome, applied, changes, problems, undeclared, loose, cause: err } = report;
  if (loose.length > 0) {
    app.log.warn({ directory, paths: loose.slice(0, 10) }, 'schema directory: others may write to it');
  }
  for (const { path, line, reason } of problems) {
    app.log.warn({ directory, path, line, reason }, 'schema directory: not as declared');
  }
  const counts = { outcome, applied, changes: changes.length, undeclared: undeclared.length };
  app.log[outcome === 'refused' || outcome === 'failed' ? 'error' : 'info'](
    { directory, ...counts, problems: problems.length, err },
    `schema directory ${outcome}`,
  );
}

function recordSync(app: FastifyInstance, directory: string, report: SyncReport): void {
  const { outcome, applied, changes, problems } = report;
  app.audit.record({
    event: 'schema-directory.synced',
    outcome: outcome === 'applied' || outcome === 'unchanged' ? 'success' : 'failure',
    ...currentRequester(),
    details: { directory, outcome, applied, changes: changes.length, problems: problems.length },
  });
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
