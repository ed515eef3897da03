import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { audit } from '../../src/plugins/audit.ts';
import { errors } from '../../src/plugins/errors.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { jsonSchema, startApi } from '../helpers/api.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { RecordingTrail } from '../helpers/recording-trail.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { openThreadlessStore } from '../helpers/threadless-store.ts';

const from = { actor: 'anonymous:', address: '127.0.0.1', requestId: expect.any(String), outcome: 'success' };

it('records every write with who asked for it, and what it replaced', async () => {
  const trail = new RecordingTrail();
  const api = await startApi({}, undefined, trail.open);
  await api.register('a', { type: 'string' });
  // Already there: nothing was written.
  await api.register('a', { type: 'string' });
  await api.put('/config/a', { compatibility: 'NONE', overrideMetadata: { properties: { owner: 'me' } } });
  await api.register('a', { type: 'number' });
  await api.put('/config', { compatibility: 'FULL' });
  await api.put('/mode/a', { mode: 'READONLY' });
  await api.post('/subjects/a/versions', jsonSchema({ type: 'boolean' }));
  await api.put('/mode/a', { mode: 'READWRITE' });
  await api.delete('/subjects/a/versions/1');
  await api.delete('/subjects/a');
  await api.delete('/subjects/a?permanent=true');
  const changes = trail.events.filter(({ actor }) => actor !== 'system');
  expect(changes).toEqual(
    [
      ['subject.version.registered', { subject: 'a', before: { version: null }, after: after(1, 1) }],
      [
        'config.changed',
        {
          subject: 'a',
          before: null,
          after: {
            compatibilityLevel: 'NONE',
            overrideMetadata: expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
          },
        },
      ],
      ['subject.version.registered', { subject: 'a', before: { version: 1 }, after: after(2, 2) }],
      ['config.changed', { subject: null, before: null, after: { compatibilityLevel: 'FULL' } }],
      ['mode.changed', { subject: 'a', before: null, after: 'READONLY' }],
      ['mode.changed', { subject: 'a', before: 'READONLY', after: 'READWRITE' }],
      ['subject.version.deleted', { subject: 'a', versions: [1], before: 'live', after: 'deleted' }],
      ['subject.version.deleted', { subject: 'a', versions: [2], before: 'live', after: 'deleted' }],
      ['subject.version.removed', { subject: 'a', versions: [1, 2], before: 'deleted', after: null }],
      [
        'config.changed',
        { subject: 'a', before: expect.objectContaining({ compatibilityLevel: 'NONE' }), after: null },
      ],
      ['mode.changed', { subject: 'a', before: 'READWRITE', after: null }],
    ].map(([event, details]) => ({ ...from, event, details })),
  );
});

function after(version: number, id: number): object {
  return { version, id, guid: expect.stringMatching(/^[0-9a-f-]{36}$/), schemaType: 'JSON' };
}

it('records a write whose end is unknown as one that failed', async () => {
  const trail = new RecordingTrail();
  const { store } = await openThreadlessStore();
  const commit = () => Promise.reject(new StoreUnavailableError('away'));
  const api = await startApi({}, async () => Object.assign(store, { commit }), trail.open);
  await api.app.storeOpened;
  expect((await api.put('/config', { compatibility: 'FULL' })).status).toBe(503);
  expect(trail.of('config.changed')).toMatchObject([{ outcome: 'failure', actor: 'anonymous:' }]);
});

it('records syncs of the schema directory, and backups, of whoever asked for them', async () => {
  const trail = new RecordingTrail();
  const root = temporaryDirectory();
  const api = await startApi(
    { SCHEMA_DIR: root, DATA_DIR: join(root, 'none'), BACKUP_DIR: join(root, 'backups') },
    undefined,
    trail.open,
  );
  await api.app.schemasLoaded;
  await api.post('/admin/schema-directory/sync', {});
  await api.post('/admin/backups', {});
  rmSync(root, { recursive: true });
  await api.post('/admin/schema-directory/sync', {});
  expect(trail.events.map(({ event, outcome, actor }) => [event, outcome, actor])).toEqual([
    ['service.started', 'success', 'system'],
    ['config.loaded', 'success', 'system'],
    ['schema-directory.synced', 'success', 'system'],
    ['schema-directory.synced', 'success', 'anonymous:'],
    ['backup.made', 'failure', 'anonymous:'],
    ['schema-directory.synced', 'failure', 'anonymous:'],
  ]);
});

it('is closed behind everything else, and tells where it ended', async () => {
  const trail = new RecordingTrail();
  const { app } = await startApi({}, undefined, trail.open);
  app.flushAudit();
  await app.close();
  expect(trail.flushed).toBe(1);
  expect(trail.closed).toBe(1);
  expect(trail.events.at(-1)).toMatchObject({ event: 'service.stopped', actor: 'system' });
});

it('is kept in the data directory unless the settings say otherwise, and says how it fares', async () => {
  const loaded = loadConfig({ DATA_DIR: temporaryDirectory(), SCHEMA_DIR: '', MAX_EVENT_LOOP_DELAY_MS: '0' });
  if (!loaded.ok) throw new Error(loaded.problems.join());
  const log = new LogLines();
  const app = await buildApp({ config: loaded.config, log });
  onTestFinished(() => app.close());
  const directory = join(loaded.config.DATA_DIR, 'audit');
  expect(readdirSync(directory)).toContain('audit-1-000000000001.jsonl');
  await app.ready();
  await app.storeOpened;
  expect(await app.metricsRegistry.metrics()).toMatch(
    /^schemagate_audit_events_total 3$[\s\S]*^schemagate_audit_dropped_events_total 0$[\s\S]*^schemagate_audit_writable 1$/m,
  );
  await app.close();
  const last = readFileSync(join(directory, 'audit-1-000000000001.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .at(-1);
  const { seq, hash, event } = JSON.parse(last ?? '') as Record<'seq' | 'hash' | 'event', string>;
  expect(event).toBe('service.stopped');
  expect(log.with('audit log closed')).toMatchObject([{ anchor: `${seq}:${hash}` }]);
});

it('takes events when none are kept', async () => {
  const { app } = await startApi({ AUDIT_LOG: 'off' });
  app.audit.record({ event: 'x', outcome: 'success', actor: 'system' });
  app.flushAudit();
  expect(await app.metricsRegistry.metrics()).not.toContain('schemagate_audit');
});

it('warns while it can not be written, and of what it found', async () => {
  const log = new LogLines();
  const app = fastify({ logger: { stream: log } });
  await app.register(errors);
  await app.register(metrics, { version: '1', log });
  await app.register(audit, {
    version: '1',
    settings: {},
    open: async ({ onFinding, onState }) => {
      onFinding('chain 1: lines 3 to 4 are gone');
      onState('failing', new Error('disk full'));
      onState('writing');
      return new RecordingTrail();
    },
  });
  await app.close();
  expect(log.lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, 'audit log, chain 1: lines 3 to 4 are gone'],
    [50, 'audit log can not be written: events wait'],
    [30, 'audit log is written again'],
    [30, 'audit log closed'],
  ]);
});
