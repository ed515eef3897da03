import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Keys } from '../../../src/access/keys.ts';
import { access } from '../../../src/doctor/checks/access.ts';
import { backups } from '../../../src/doctor/checks/backups.ts';
import { certificate } from '../../../src/doctor/checks/certificate.ts';
import { clock, judgeClock } from '../../../src/doctor/checks/clock.ts';
import { clockHistory } from '../../../src/doctor/checks/clock-history.ts';
import { integrity } from '../../../src/doctor/checks/integrity.ts';
import { judgeLayout, migrations } from '../../../src/doctor/checks/migrations.ts';
import { webhooks } from '../../../src/doctor/checks/webhooks.ts';
import { longestPause } from '../../../src/doctor/schedule.ts';
import { bytes, duration, percent } from '../../../src/doctor/units.ts';
import { SqliteKeyStore } from '../../../src/storage/sqlite/key-store.ts';
import { migrateUp } from '../../../src/storage/sqlite/migrate.ts';
import { openSqliteStore } from '../../../src/storage/sqlite/open-store.ts';
import { certificateAuthority } from '../../helpers/certificates.ts';
import { add, write } from '../../helpers/changes.ts';
import { findingOf } from '../../helpers/doctor.ts';
import { directoryOf } from '../../helpers/files.ts';
import { laterMigrations } from '../../helpers/later-migrations.ts';
import { startS3Server } from '../../helpers/s3-server.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const noon = Date.UTC(2026, 10, 24, 12);

/** A store with a version of this time, that nobody has open. */
async function storeOf(timestamp: number): Promise<string> {
  const directory = temporaryDirectory();
  const store = await openSqliteStore({ directory });
  await write(store, add('orders', 1, '{"type":"object"}', timestamp));
  await store.close();
  return directory;
}

/** A directory with a backup of this time, by its name. */
function backupsOf(time: number): string {
  const stamp = new Date(time).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return directoryOf({ [`schemagate-${stamp}-0123abcd.ndjson.zst`]: '' });
}

describe('access', () => {
  const at = (settings: Readonly<Record<string, string>>) =>
    findingOf(access, { settings: { HOST: '0.0.0.0', ...settings } });

  it('is fine for this machine alone, and for credentials that nobody can overhear', async () => {
    expect(await at({ HOST: '127.0.0.1' })).toMatchObject({ verdict: 'ok' });
    const apart = { HOST: '127.0.0.1', METRICS_HOST: '0.0.0.0' };
    for (const AUTH of ['required', 'none'])
      expect(await at({ ...apart, AUTH })).toMatchObject({ verdict: 'ok' });
    expect(await at({ AUTH: 'required', TRUST_PROXY: '10.0.0.1' })).toMatchObject({ verdict: 'ok' });
    expect(
      await at({ OIDC_ISSUER: 'https://a.example', TLS_CERT_FILE: 'a', TLS_KEY_FILE: 'b' }),
    ).toMatchObject({ verdict: 'ok', found: 'credentials are asked for, over TLS' });
  });

  it('is not when nobody is asked, nobody could answer, or anybody could listen in', async () => {
    expect(await at({ AUTH: 'none' })).toMatchObject({ verdict: 'warning' });
    expect(await at({})).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('does not start'),
    });
    expect(await at({ HOST: '127.0.0.1', METRICS_HOST: '0.0.0.0' })).toMatchObject({
      found: expect.stringContaining('METRICS_HOST is 0.0.0.0'),
    });
    expect(await at({ AUTH: 'required' })).toMatchObject({
      advice: expect.stringContaining('TLS_CERT_FILE'),
    });
  });

  it('knows the keys of the store', async () => {
    const DATA_DIR = temporaryDirectory();
    const keyStore = new SqliteKeyStore(DATA_DIR);
    await new Keys(keyStore, Date.now).create({ name: 'a', grants: ['reader'] });
    await keyStore.close();
    expect(await at({ DATA_DIR })).toMatchObject({ verdict: 'warning' });
    writeFileSync(join(DATA_DIR, 'access.db'), 'x'.repeat(200));
    expect(await at({ DATA_DIR })).toMatchObject({ verdict: 'not checked' });
  });
});

it('tells certificates that end, have ended, or are of another key', async () => {
  const authority = await certificateAuthority();
  const good = await authority.issue('localhost', { hours: 24 * 30 });
  const other = await authority.issue('localhost');
  const root = directoryOf({ cert: good.cert, key: good.key, other: other.key, ca: authority.cert });
  const files = { TLS_CERT_FILE: join(root, 'cert'), TLS_KEY_FILE: join(root, 'key') };
  const at = (now: number, settings: Readonly<Record<string, string>> = files) =>
    findingOf(certificate, { settings, machine: { now: () => now } });
  const now = Date.now();
  expect(await at(now)).toMatchObject({ verdict: 'ok', found: expect.stringContaining('29 days left') });
  expect(await at(now + 20 * dayMs)).toMatchObject({ verdict: 'warning' });
  expect(await at(now + 29 * dayMs)).toMatchObject({ verdict: 'problem' });
  expect(await at(now - 9 * dayMs)).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('which is not yet'),
  });
  expect(await at(now + 40 * dayMs)).toMatchObject({ found: 'the certificate ended 11 days ago' });
  expect(await at(now, { ...files, TLS_KEY_FILE: join(root, 'other') })).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('is not that of the certificate'),
  });
  const clients = { ...files, TLS_CLIENT_AUTH: 'required', TLS_CLIENT_CA_FILE: join(root, 'key') };
  expect(await at(now, clients)).toMatchObject({ verdict: 'problem' });
  expect(await at(now, { ...clients, TLS_CLIENT_CA_FILE: join(root, 'ca') })).toMatchObject({
    verdict: 'ok',
  });
  expect(await at(now, {})).toMatchObject({ verdict: 'not checked' });
});

it('tells layouts that a start would change, or refuse', async () => {
  expect(await findingOf(migrations, { settings: { DATA_DIR: await storeOf(noon) } })).toMatchObject({
    verdict: 'ok',
    found: 'all 2 migrations are applied',
  });
  const later = temporaryDirectory();
  await migrateUp({ directory: later, migrations: laterMigrations('sqlite') });
  expect(await findingOf(migrations, { settings: { DATA_DIR: later } })).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('newer version'),
  });
  const damaged = directoryOf({ 'schemagate.db': 'x'.repeat(200) });
  expect(await findingOf(migrations, { settings: { DATA_DIR: damaged } })).toMatchObject({
    verdict: 'not checked',
  });
  const state = { known: true, applied: ['0001-a'], pending: ['0002-b'] } as const;
  expect(judgeLayout(state, 'auto').verdict).toBe('warning');
  expect(judgeLayout(state, 'off').verdict).toBe('problem');
  expect(judgeLayout({ ...state, applied: [] }, 'auto').verdict).toBe('ok');
});

it('tells damaged files of the store, and gives up in time', async () => {
  const DATA_DIR = await storeOf(noon);
  const file = join(DATA_DIR, 'schemagate.db');
  expect(await findingOf(integrity, { settings: { DATA_DIR } })).toEqual({
    verdict: 'ok',
    found: `${file} are whole`,
  });
  expect(await findingOf(integrity, { settings: { DATA_DIR }, patience: 0 })).toMatchObject({
    verdict: 'not checked',
    found: expect.stringContaining('--timeout'),
  });
  const damaged = readFileSync(file);
  damaged.fill(0x5a, 8192, 16_384);
  writeFileSync(file, damaged);
  mkdirSync(join(DATA_DIR, 'access.db'));
  expect(await findingOf(integrity, { settings: { DATA_DIR } })).toMatchObject({
    verdict: 'problem',
    found: expect.stringMatching(/schemagate\.db is damaged: .*; .*access\.db can't be opened/),
    advice: expect.stringContaining('docs/runbooks/restore.md'),
  });
  expect(await findingOf(integrity)).toMatchObject({ verdict: 'not checked' });
  const elsewhere = { DATABASE_URL: 'postgres://127.0.0.1/a' };
  expect(await findingOf(integrity, { settings: elsewhere })).toMatchObject({ verdict: 'not checked' });
});

it('compares clocks, beyond what a reading may be off', async () => {
  expect(judgeClock({ ahead: 1200, uncertainty: 300 })).toEqual({
    verdict: 'ok',
    found: "1200 ms behind the database's, give or take 300 ms",
  });
  expect(judgeClock({ ahead: -1400, uncertainty: 300 })).toMatchObject({
    verdict: 'warning',
    found: expect.stringContaining("1400 ms ahead of the database's"),
  });
  expect(judgeClock({ ahead: 90_000, uncertainty: 1 })).toMatchObject({ verdict: 'problem' });
  expect(await findingOf(clock)).toMatchObject({ verdict: 'not checked' });
});

it('notices a clock that was set back, by what is stored', async () => {
  const DATA_DIR = await storeOf(noon);
  const at = (now: number, settings: Readonly<Record<string, string>> = { DATA_DIR }) =>
    findingOf(clockHistory, { settings, machine: { now: () => now } });
  expect(await at(noon - 4000)).toMatchObject({
    verdict: 'ok',
    found: expect.stringContaining('2026-11-24T12'),
  });
  expect(await at(noon - dayMs)).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('24.0 hours from now'),
  });
  expect(await at(noon, { DATA_DIR, BACKUP_DIR: backupsOf(noon + dayMs) })).toMatchObject({
    verdict: 'problem',
  });
  expect(await at(noon, {})).toMatchObject({ verdict: 'not checked', found: 'nothing is stored yet' });
  const damaged = directoryOf({ 'schemagate.db': 'x'.repeat(200) });
  expect(await at(noon, { DATA_DIR: damaged })).toMatchObject({
    found: expect.stringContaining("can't be read"),
  });
});

it('tells backups that are missing, late, or made by nobody', async () => {
  const at = (settings: Readonly<Record<string, string>>, now = noon) =>
    findingOf(backups, { settings, machine: { now: () => now } });
  const daily = { BACKUP_DIR: backupsOf(noon - 9 * hourMs), BACKUP_SCHEDULE: '0 3 * * *' };
  expect(await at(daily)).toEqual({ verdict: 'ok', found: 'the newest verified backup is 9.0 hours old' });
  expect(await at(daily, noon + 18 * hourMs)).toMatchObject({ verdict: 'problem' });
  expect(await at({ ...daily, BACKUP_SCHEDULE: '0 3 * * 0' }, noon + 4 * dayMs)).toMatchObject({
    verdict: 'ok',
  });
  expect(await at({ ...daily, BACKUP_SCHEDULE: '' })).toMatchObject({
    verdict: 'warning',
    found: expect.stringContaining('no schedule'),
  });
  expect(await at({ BACKUP_DIR: temporaryDirectory() })).toMatchObject({
    verdict: 'warning',
    found: 'there is no verified backup yet',
  });
  expect(await at({})).toMatchObject({ verdict: 'warning', found: 'no backups are made' });
  expect(await at({ UPSTREAM_URL: 'https://registry.example' })).toMatchObject({ verdict: 'not checked' });
  const s3 = await startS3Server();
  expect(await at({ BACKUP_DIR: `s3://${s3.bucket}/registry`, ...s3.settings })).toMatchObject({
    found: 'there is no verified backup yet',
  });
  const file = join(directoryOf({ file: '' }), 'file');
  expect(await at({ BACKUP_DIR: file })).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining("backups can't be listed"),
  });
});

it('takes the longest pause of a schedule', () => {
  expect(longestPause('0 3 * * *', new Date(noon))).toBe(dayMs);
  expect(longestPause('0 9-17 * * 1-5', new Date(noon))).toBe(16 * hourMs);
});

it('tells webhooks whose receivers can not know the sender', async () => {
  const secret = 'whsec_c2VjcmV0LW9mLXNpeHRlZW4tYnl0ZXM=';
  const at = (endpoints: readonly object[]) =>
    findingOf(webhooks, { settings: { WEBHOOKS: JSON.stringify(endpoints) } });
  const one = { name: 'one', url: 'https://a.example/', secrets: [secret] };
  expect(await at([one])).toMatchObject({ verdict: 'ok' });
  const finding = await at([
    one,
    { ...one, name: 'two', url: 'http://b.example/' },
    { name: 'three', url: one.url },
  ]);
  expect(finding).toMatchObject({
    verdict: 'warning',
    found: 'one shares a secret; two shares a secret; two is told over plain HTTP; three is not signed',
  });
  expect(JSON.stringify(finding)).not.toContain(secret);
  expect(await findingOf(webhooks)).toMatchObject({ verdict: 'not checked' });
  expect(await findingOf(webhooks, { settings: { WEBHOOKS: '{' } })).toMatchObject({
    verdict: 'not checked',
  });
});

it('writes numbers for people', () => {
  expect([0, 999, 1500, 2.5e9].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.5 GB']);
  expect([4, 12_000, 7_200_000, 5 * dayMs].map(duration)).toEqual(['4 ms', '12 s', '2.0 hours', '5 days']);
  expect(percent(0.049)).toBe('4 %');
});
