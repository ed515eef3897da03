import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { errors } from '../../src/plugins/errors.ts';
import { Readiness } from '../../src/plugins/health/readiness.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import {
  embeddedStore,
  type OpenStore,
  type SchemaStoreOptions,
  schemaStore,
} from '../../src/plugins/schema-store.ts';
import { type Store, StoreUnavailableError } from '../../src/registry/store.ts';
import { add, change } from '../helpers/changes.ts';
import { until } from '../helpers/eventually.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function appWith(
  open: OpenStore,
  more: Omit<SchemaStoreOptions, 'open'> = {},
): Promise<FastifyInstance> {
  const app = fastify();
  started.push(app);
  await app.register(errors);
  await app.register(metrics, { version: '0', log: new LogLines() });
  app.decorate('readiness', new Readiness());
  await app.register(schemaStore, { open, ...more });
  app.get('/max-id', async () => ({ max: await app.store.maxSchemaId() }));
  return app;
}

describe('the schema store', () => {
  it('is 503 until it is open, then serves', async () => {
    const gate = Promise.withResolvers<void>();
    const directory = temporaryDirectory();
    const app = await appWith(async (onCommit) => {
      await gate.promise;
      return embeddedStore(directory)(onCommit);
    });
    await app.ready();
    const early = await app.inject('/max-id');
    expect([early.statusCode, early.json()]).toEqual([503, expect.objectContaining({ error_code: 50001 })]);
    gate.resolve();
    await app.storeOpened;
    expect((await app.inject('/max-id')).json()).toEqual({ max: 0 });
  });

  it('says why it could not be opened, and stays 503', async () => {
    const app = await appWith(() => Promise.reject(new Error('no disk')));
    await app.ready();
    await expect(app.storeOpened).rejects.toThrow('no disk');
    expect((await app.inject('/max-id')).statusCode).toBe(503);
  });

  it('is closed with the server, also when that happens while it opens', async () => {
    const directory = temporaryDirectory();
    const app = await appWith(embeddedStore(directory));
    await app.ready();
    await app.close();
    await expect(app.store.ping()).rejects.toThrow(StoreUnavailableError);
    const successor = await embeddedStore(directory)(() => undefined);
    await successor.ping();
    await successor.close();
  });

  it('does not keep the server from closing when it never opens, and closes one that opens too late', async () => {
    const gate = Promise.withResolvers<Store>();
    let asked: AbortSignal | undefined;
    const open: OpenStore = (_onCommit, { signal } = {}) => {
      asked = signal;
      return gate.promise;
    };
    const app = await appWith(open, { patience: 1 });
    await app.ready();
    await until(() => asked !== undefined);
    expect(asked?.aborted).toBe(false);
    app.readiness.stop();
    await app.close();
    expect(asked?.aborted).toBe(true);
    await expect(app.storeOpened).rejects.toThrow('The service is closing');
    const closed = Promise.withResolvers<string>();
    gate.resolve({ close: async () => closed.resolve('closed') } as unknown as Store);
    expect(await closed.promise).toBe('closed');
  });

  it('measures its transactions', async () => {
    const app = await appWith(embeddedStore(temporaryDirectory()));
    await app.ready();
    await app.storeOpened;
    await app.store.commit(change([add('s', 1, '{}')]));
    const text = await app.metricsRegistry.metrics();
    expect(text).toContain('schemagate_store_commit_duration_seconds_count 1');
    expect(text).toContain('schemagate_store_commit_changes_sum 1');
  });
});
