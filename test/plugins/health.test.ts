import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { defaultTimeouts } from '../../src/outbound/options.ts';
import { contentNegotiation } from '../../src/plugins/content-negotiation.ts';
import { errors } from '../../src/plugins/errors.ts';
import { diskHealth } from '../../src/plugins/health/disk-health.ts';
import { type HealthOptions, health } from '../../src/plugins/health.ts';
import { type LoadSheddingOptions, loadShedding } from '../../src/plugins/load-shedding.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import { outbound } from '../../src/plugins/outbound.ts';
import { embeddedStore, type OpenStore, schemaStore } from '../../src/plugins/schema-store.ts';
import type { Store } from '../../src/registry/store.ts';
import { healthRoutes } from '../../src/routes/health.ts';
import { startHttpPeer } from '../helpers/http-peer.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { unwatchedLoad } from '../helpers/unwatched-load.ts';

const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function start(
  open: OpenStore,
  limits: Partial<LoadSheddingOptions> = {},
  settings?: HealthOptions['settings'],
): Promise<FastifyInstance> {
  const app = fastify();
  started.push(app);
  await app.register(errors);
  await app.register(metrics, { version: '1.2.3', log: new LogLines() });
  await app.register(outbound, { allowPrivate: '127.0.0.1', timeouts: defaultTimeouts, patience: 0 });
  await app.register(loadShedding, { ...unwatchedLoad, ...limits });
  await app.register(contentNegotiation);
  await app.register(health, { version: '1.2.3', storePatienceMs: 50, ...(settings && { settings }) });
  await app.register(schemaStore, { open });
  app.readiness.openWhen(app.storeOpened);
  await app.register(healthRoutes);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

const embedded = () => embeddedStore(temporaryDirectory());

/** The embedded store with another sign of life. */
function withPing(ping: Store['ping']): OpenStore {
  return async (onCommit) => Object.assign(await embedded()(onCommit), { ping });
}

async function probe(app: FastifyInstance, path: string): Promise<[status: number, body: object]> {
  const response = await fetch(`${app.listeningOrigin}${path}`);
  return [response.status, (await response.json()) as object];
}

describe('readiness', () => {
  it('is refused while the store opens, though the process is alive, and granted once it is open', async () => {
    const gate = Promise.withResolvers<void>();
    const open = embedded();
    const app = await start(async (onCommit) => {
      await gate.promise;
      return open(onCommit);
    });
    expect(await probe(app, '/health/ready')).toEqual([503, { status: 'starting' }]);
    expect(await probe(app, '/health/live')).toEqual([200, { status: 'ok' }]);
    expect(await probe(app, '/health')).toMatchObject([503, { status: 'starting' }]);
    gate.resolve();
    await app.storeOpened;
    expect(await probe(app, '/health/ready')).toEqual([200, { status: 'ok' }]);
  });

  it('stays refused when the store cannot be opened', async () => {
    const app = await start(() => Promise.reject(new Error('no disk')));
    await expect(app.storeOpened).rejects.toThrow('no disk');
    expect(await probe(app, '/health/ready')).toEqual([503, { status: 'starting' }]);
    expect(await probe(app, '/health/live')).toEqual([200, { status: 'ok' }]);
  });

  it('ends as soon as shutdown begins', async () => {
    const app = await start(embedded());
    await app.storeOpened;
    app.readiness.stop();
    expect(await probe(app, '/health/ready')).toEqual([503, { status: 'stopping' }]);
    expect(await probe(app, '/health/live')).toEqual([200, { status: 'ok' }]);
  });

  it('ends when the server closes for another reason', async () => {
    const app = await start(embedded());
    await app.storeOpened;
    await app.close();
    expect(app.readiness.obstacle).toBe('stopping');
  });

  it.each<[string, Store['ping']]>([
    ['fails', () => Promise.reject(new Error('away'))],
    ['gives no sign of life', () => new Promise(() => undefined)],
  ])('is refused while the store %s, which is no reason to restart', async (_what, ping) => {
    const app = await start(withPing(ping));
    await app.storeOpened;
    expect(await probe(app, '/health/ready')).toEqual([503, { status: 'store-unavailable' }]);
    expect(await probe(app, '/health')).toMatchObject([
      503,
      { status: 'store-unavailable', components: { store: { status: 'down' } } },
    ]);
    expect(await probe(app, '/health/live')).toEqual([200, { status: 'ok' }]);
  });
});

describe('the health report', () => {
  it('tells how each component does', async () => {
    const app = await start(embedded());
    await app.storeOpened;
    const response = await fetch(`${app.listeningOrigin}/health`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      status: 'ok',
      version: '1.2.3',
      uptimeSeconds: expect.any(Number),
      components: {
        store: { status: 'up' },
        eventLoop: { status: 'ok', delayMs: expect.any(Number), utilization: expect.any(Number) },
        memory: { rssBytes: expect.any(Number), heapUsedBytes: expect.any(Number) },
      },
    });
  });

  it('tells of room on the fullest disk that something is kept on, if any', () => {
    const disk = (free: number, size = 1000) => ({ free, size, freeFiles: 0, maxFiles: 0, kind: 0 });
    expect(diskHealth([disk(500), disk(50), undefined])).toEqual({ status: 'ok', freeShare: 0.05 });
    expect(diskHealth([disk(500), disk(49)])).toEqual({ status: 'low', freeShare: 0.049 });
    expect(diskHealth([disk(0, 0), undefined])).toBeUndefined();
  });

  it('looks at the disk of the store', async () => {
    const settings = { DATA_DIR: temporaryDirectory(), DATABASE_URL: '', AUDIT_LOG: 'off', BACKUP_DIR: '' };
    const app = await start(embedded(), {}, settings);
    await app.storeOpened;
    const [, report] = await probe(app, '/health');
    expect(report).toMatchObject({ components: { disk: { freeShare: expect.any(Number) } } });
  });

  it('counts the other servers that were called, and tells not who they are', async () => {
    const peer = await startHttpPeer();
    onTestFinished(() => peer.close());
    const app = await start(embedded());
    await app.storeOpened;
    await app.outbound.fetch(peer.url);
    const [, report] = await probe(app, '/health');
    expect(report).toMatchObject({ components: { outbound: { hosts: 1, unavailable: 0 } } });
  });

  it('tells of overload, and still answers', async () => {
    const app = await start(embedded(), { maxRssBytes: 1 });
    await app.storeOpened;
    await expect.poll(() => app.load.isUnderPressure(), { timeout: 10_000 }).toBe(true);
    expect(await probe(app, '/health')).toMatchObject([
      200,
      { components: { eventLoop: { status: 'overloaded' } } },
    ]);
  });
});
