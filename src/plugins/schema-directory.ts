import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Resolves when the first start's schemas are there, or were before; rejects when they can't be loaded. */
    readonly schemasLoaded: Promise<void>;
  }
}

export interface SchemaDirectoryOptions {
  /** Path; empty when there is none. */
  readonly directory: string;
  /** Whether it is an error that the directory does not exist. */
  readonly required: boolean;
}

const loadedAt = 'schema-directory-loaded';

const plugin: FastifyPluginCallback<SchemaDirectoryOptions> = (app, options, done) => {
  let loading: Promise<void> | undefined;
  const loaded = app.storeOpened.then(() => (loading = load(app, options)));
  // Whoever does not wait for it finds it in the log.
  loaded.catch(() => undefined);
  app.decorate('schemasLoaded', loaded);
  app.addHook('onClose', async () => {
    await Promise.allSettled([loading]);
  });
  done();
};

/**
 * Registers the schemas of a directory at the first start of a store; later starts leave both alone, so
 * that what was deleted through the API stays deleted.
 */
export const schemaDirectory = fastifyPlugin(plugin, {
  name: 'schema-directory',
  dependencies: ['schema-store', 'registry'],
});

async function load(app: FastifyInstance, { directory, required }: SchemaDirectoryOptions): Promise<void> {
  if (directory === '' || (await app.store.property(loadedAt)) !== undefined) return;
  if (!(await isDirectory(directory))) {
    if (required) throw new Error(`SCHEMA_DIR is "${directory}", which is not a directory`);
    app.log.info({ directory }, 'no schema directory');
    return;
  }
  // Only a first start needs these and the YAML reader behind them.
  const { readTree } = await import('./schema-directory/read-tree.ts');
  const { loadTree } = await import('./schema-directory/load-tree.ts');
  const { versions, problems } = await loadTree(app.registry, await readTree(directory));
  for (const { path, reason } of problems) app.log.warn({ directory, path, reason }, 'schema not loaded');
  await app.store.commit({
    guards: [],
    writes: [{ kind: 'set-property', name: loadedAt, value: new Date().toISOString() }],
  });
  app.log.info({ directory, versions, problems: problems.length }, 'schema directory loaded');
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
