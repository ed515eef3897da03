import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { readBackup } from '../../src/backup/read-backup.ts';
import { loadConfig } from '../../src/config.ts';
import { jsonSchema } from '../helpers/api.ts';
import { directoryOf } from '../helpers/files.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { startS3Server } from '../helpers/s3-server.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

interface Service {
  readonly app: FastifyInstance;
  readonly log: LogLines;
  readonly data: string;
}

/** The whole service on a store in a data directory of its own, where two schemas are registered. */
async function start(settings: Readonly<Record<string, string>>): Promise<Service> {
  const data = join(temporaryDirectory(), 'data');
  const loaded = loadConfig({ SCHEMA_DIR: '', DATA_DIR: data, MAX_EVENT_LOOP_DELAY_MS: '0', ...settings });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const app = await buildApp({ config: loaded.config, log });
  onTestFinished(() => app.close());
  await app.ready();
  await app.storeOpened;
  for (const title of ['one', 'two']) {
    const payload = jsonSchema({ title });
    const answer = await app.inject({ method: 'POST', url: `/subjects/${title}/versions`, payload });
    expect(answer.statusCode).toBe(200);
  }
  return { app, log, data };
}

const post = (app: FastifyInstance) => app.inject({ method: 'POST', url: '/admin/backups' });
const namesOf = async (app: FastifyInstance) => {
  const { backups } = (await app.inject('/admin/backups')).json<{ backups: { name: string }[] }>();
  return backups.map(({ name }) => name);
};

async function sampleOf({ metricsRegistry }: FastifyInstance, name: string): Promise<number> {
  const text = await metricsRegistry.metrics();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('backups on demand', () => {
  it('are verified, listed, measured and logged', async () => {
    const backups = temporaryDirectory();
    const { app, log, data } = await start({ BACKUP_DIR: backups });
    expect(await namesOf(app)).toEqual([]);
    const before = Date.now() / 1000;
    const made = await post(app);
    expect([made.statusCode, made.json()]).toEqual([
      200,
      {
        name: expect.stringMatching(/^schemagate-\d{8}T\d{6}Z-[0-9a-f]{8}\.ndjson\.zst$/),
        location: backups,
        size: expect.any(Number),
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        verified: true,
        durationSeconds: expect.any(Number),
        records: { schemas: 2, versions: 2, configs: 0, modes: 0, properties: 0 },
      },
    ]);
    const { name, size, durationSeconds } = made.json<Record<string, unknown>>();
    expect(await namesOf(app)).toEqual([name]);
    expect(readdirSync(backups)).toEqual([name]);
    expect(readdirSync(data).filter((each) => /copy-|scratch/.test(each))).toEqual([]);
    const records = await Array.fromAsync(readBackup(join(backups, String(name))));
    expect(records.map(({ kind }) => kind)).toEqual(['schema', 'schema', 'version', 'version', 'last-id']);

    for (const metric of ['last_success', 'last_verified']) {
      const time = await sampleOf(app, `schemagate_backup_${metric}_timestamp_seconds`);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now() / 1000);
    }
    expect(await sampleOf(app, 'schemagate_backup_last_verification_success')).toBe(1);
    expect(await sampleOf(app, 'schemagate_backup_size_bytes')).toBe(size);
    expect(await sampleOf(app, 'schemagate_backup_duration_seconds')).toBe(durationSeconds);
    expect(await sampleOf(app, 'schemagate_backup_failures_total{stage="dump"}')).toBe(0);
    expect(log.with('backup made and verified')).toMatchObject([{ name, location: backups }]);
  });

  it('answer several at once with one that began after they asked', async () => {
    const { app } = await start({ BACKUP_DIR: temporaryDirectory() });
    const answers = await Promise.all([post(app), post(app), post(app)]);
    const names = answers.map((answer) => answer.json<{ name: string }>().name);
    expect(new Set(names).size).toBe(2);
    expect(names[1]).toBe(names[2]);
  });

  it('go to S3 too, with its retention', async () => {
    const s3 = await startS3Server();
    const place = `s3://${s3.bucket}/registry`;
    const { app } = await start({ ...s3.settings, BACKUP_DIR: place, BACKUP_RETENTION_COUNT: '2' });
    for (let round = 0; round < 3; round += 1) {
      expect((await post(app)).json()).toMatchObject({ location: `${place}/`, verified: true });
    }
    expect(await namesOf(app)).toHaveLength(2);
    // Calls of this thread, which lists, and of the backup's, which sends.
    const { host } = new URL(s3.access.endpoint);
    const attempts = `schemagate_outbound_attempts_total{host="${host}",outcome="success"}`;
    expect(await sampleOf(app, attempts)).toBeGreaterThan(6);
    expect(app.outbound.hosts()).toEqual([{ host, state: 'closed', inFlight: 0 }]);
  });

  it('are not cut off when they take longer than a connection may be silent', async () => {
    const { app } = await start({ BACKUP_DIR: temporaryDirectory(), CONNECTION_TIMEOUT_MS: '500' });
    const silent = Promise.withResolvers<void>();
    app.server.on('connection', (socket) => void socket.once('timeout', silent.resolve));
    const make = app.backups.make.bind(app.backups);
    vi.spyOn(app.backups, 'make').mockImplementation(() => silent.promise.then(make));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${url}/admin/backups`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ verified: true })]);
  });

  it('are refused when there is no place for them', async () => {
    const { app } = await start({});
    for (const answer of [await post(app), await app.inject('/admin/backups')]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({
        error_code: 404,
        message: 'No place for backups is set; see BACKUP_DIR',
      });
    }
  });
});

describe('a backup that fails', () => {
  it('is a 500 without details, logged and counted, and the next one is made', async () => {
    const parent = directoryOf({ backups: 'a file where the directory should be' });
    const { app, log } = await start({ BACKUP_DIR: join(parent, 'backups') });
    const failed = await post(app);
    expect(failed.statusCode).toBe(500);
    expect(failed.body).not.toContain(parent);
    expect(log.with('backup failed')).toMatchObject([{ stage: 'store' }]);
    expect(log.with('backups can not be listed')).toHaveLength(1);
    expect(await sampleOf(app, 'schemagate_backup_failures_total{stage="store"}')).toBe(1);
    rmSync(join(parent, 'backups'));
    expect((await post(app)).statusCode).toBe(200);
  });

  it('since the store could not be read leaves what was backed up before alone', async () => {
    const backups = temporaryDirectory();
    const { app, data } = await start({ BACKUP_DIR: backups, BACKUP_RETENTION_COUNT: '1' });
    await post(app);
    const before = readdirSync(backups);
    const file = join(data, 'schemagate.db');
    renameSync(file, `${file}.away`);
    expect((await post(app)).statusCode).toBe(500);
    expect(await sampleOf(app, 'schemagate_backup_failures_total{stage="dump"}')).toBe(1);
    expect(readdirSync(backups)).toEqual(before);
    renameSync(`${file}.away`, file);
    expect((await post(app)).statusCode).toBe(200);
  });

  it('warns when older backups can not be removed, and stands', async () => {
    const old = 'schemagate-20260101T030000Z-00000000.ndjson.zst';
    // A directory in place of the file can't be removed as one.
    const backups = directoryOf({ [`${old}/x`]: '' });
    const { app, log } = await start({ BACKUP_DIR: backups, BACKUP_RETENTION_COUNT: '1' });
    expect((await post(app)).statusCode).toBe(200);
    expect(log.with('older backups could not be removed')).toHaveLength(1);
    expect(await sampleOf(app, 'schemagate_backup_failures_total{stage="retention"}')).toBe(1);
  });

  it('is ended when the service closes, and leaves nothing behind', async () => {
    const backups = temporaryDirectory();
    const { app, data } = await start({ BACKUP_DIR: backups });
    const answers = [app.backups.make(), app.backups.make()].map((made) => made.catch(String));
    await app.close();
    expect(await Promise.all(answers)).toEqual([
      expect.stringMatching(/ended before it was made|closing/),
      expect.stringMatching(/closing/),
    ]);
    expect(readdirSync(backups)).toEqual([]);
    expect(readdirSync(data).filter((name) => /copy-|scratch/.test(name))).toEqual([]);
  });
});

describe('backups on a schedule', () => {
  it('are made at their times', async () => {
    const { app } = await start({ BACKUP_DIR: temporaryDirectory(), BACKUP_SCHEDULE: '* * * * * *' });
    await expect.poll(() => namesOf(app), { timeout: 20_000 }).not.toEqual([]);
  });

  it('do not end the service when they fail', async () => {
    const parent = directoryOf({ backups: 'a file' });
    const { app, log } = await start({
      BACKUP_DIR: join(parent, 'backups'),
      BACKUP_SCHEDULE: '* * * * * *',
    });
    await expect.poll(() => log.with('backup failed').length, { timeout: 20_000 }).toBeGreaterThan(1);
    expect((await app.inject('/subjects')).statusCode).toBe(200);
  });

  it('know how old the newest is after a restart', async () => {
    const name = 'schemagate-20260101T030000Z-00000000.ndjson.zst';
    const { app } = await start({ BACKUP_DIR: directoryOf({ [name]: 'xyz' }) });
    const time = Date.parse('2026-01-01T03:00:00Z') / 1000;
    const age = () => sampleOf(app, 'schemagate_backup_last_verified_timestamp_seconds');
    await expect.poll(age).toBe(time);
    expect(await sampleOf(app, 'schemagate_backup_size_bytes')).toBe(3);
  });

  it.each([
    [{ BACKUP_SCHEDULE: '0 3 * * *' }, 'BACKUP_SCHEDULE is set, but not BACKUP_DIR'],
    [
      { BACKUP_SCHEDULE: 'daily at 3', BACKUP_DIR: 'x' },
      'BACKUP_SCHEDULE is "daily at 3", which is no cron pattern such as 0 * * * *',
    ],
    [{ BACKUP_DIR: 'ftp://host/x' }, '"ftp://host/x" is neither a directory nor s3://bucket/prefix'],
  ])('stop the start with a clear message when they are set so: %o', async (settings, message) => {
    const loaded = loadConfig({ DATA_DIR: temporaryDirectory(), ...settings });
    if (!loaded.ok) throw new Error(loaded.problems.join(' '));
    await expect(buildApp({ config: loaded.config, log: new LogLines() })).rejects.toThrow(message);
  });
});

describe('the metrics of backups', () => {
  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  it.skipIf(!promtool)('pass promtool (skipped where promtool is not installed)', async () => {
    const { app } = await start({ BACKUP_DIR: temporaryDirectory() });
    await post(app);
    const input = await app.metricsRegistry.metrics();
    expect(input).toContain('schemagate_backup_failures_total');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
