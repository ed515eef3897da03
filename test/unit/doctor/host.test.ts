import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directories } from '../../../src/doctor/checks/directories.ts';
import { diskSpace, room } from '../../../src/doctor/checks/disk-space.ts';
import { fileModes } from '../../../src/doctor/checks/file-modes.ts';
import { fileSystem, kindOf } from '../../../src/doctor/checks/file-system.ts';
import { filesLeft, inodes } from '../../../src/doctor/checks/inodes.ts';
import { memory } from '../../../src/doctor/checks/memory.ts';
import { isAtLeast, nodeVersion } from '../../../src/doctor/checks/node-version.ts';
import { openFiles } from '../../../src/doctor/checks/open-files.ts';
import { schemaDirectory } from '../../../src/doctor/checks/schema-directory.ts';
import { settings } from '../../../src/doctor/checks/settings.ts';
import { memoryLimit, openFilesIn, thisMachine } from '../../../src/doctor/machine.ts';
import { openSqliteStore } from '../../../src/storage/sqlite/open-store.ts';
import { findingOf } from '../../helpers/doctor.ts';
import { directoryOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const mebibyte = 1024 * 1024;
const disk = { free: 50, size: 100, freeFiles: 10_000, maxFiles: 20_000, kind: 0xef53 };
const place = { setting: 'DATA_DIR', path: '/data' };

/** What the check of directories finds in a process whose user is not the superuser, to whom nothing is forbidden. */
function asAnotherUser(settings: Readonly<Record<string, string>>): unknown {
  const config = { DATABASE_URL: '', BACKUP_DIR: '', LOG_FILE: '', ...settings };
  const script = `
    import { directories } from ${JSON.stringify(new URL('../../../src/doctor/checks/directories.ts', import.meta.url))};
    if (process.getuid?.() === 0) process.setuid(65534);
    console.log(JSON.stringify(directories.run(${JSON.stringify({ config, machine: { uid: 65_534 } })})));`;
  const options = ['--no-warnings', '--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, options, { encoding: 'utf8' }));
}

describe('settings', () => {
  it('are ones that a start takes', async () => {
    const good = {
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'registry',
      BACKUP_DIR: '/backups',
      BACKUP_SCHEDULE: '0 3 * * *',
      UPSTREAM_URL: 'https://registry.example',
    };
    expect(await findingOf(settings, { settings: good })).toMatchObject({ verdict: 'ok' });
  });

  it.each([
    [{ WEBHOOKS: '[{"name": "a", "secrets": ["hush-hush-hush-hush"]' }, 'WEBHOOKS is not JSON'],
    [{ OIDC_ISSUER: 'https://login.example' }, 'not OIDC_AUDIENCE'],
    [{ OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'b', OIDC_ALGORITHMS: 'HS256' }, 'OIDC_ALGORITHMS'],
    [{ BACKUP_SCHEDULE: '0 3 * * *' }, 'not BACKUP_DIR'],
    [{ BACKUP_SCHEDULE: 'daily', BACKUP_DIR: '/backups' }, 'BACKUP_SCHEDULE is "daily"'],
    [{ BACKUP_SCHEDULE: '0 0 30 2 *', BACKUP_DIR: '/backups' }, 'does not come again'],
    [{ BACKUP_DIR: 'ftp://backups' }, 'neither a directory nor s3'],
    [{ AUDIT_KEY: 'short' }, 'AUDIT_KEY'],
    [{ OUTBOUND_ALLOW_PRIVATE: 'home' }, '"home" is no network'],
    [{ UPSTREAM_URL: 'registry' }, 'UPSTREAM_URL'],
    [{ FLAGS_FILE: '/not/there.yaml' }, 'FLAGS_FILE "/not/there.yaml"'],
  ])('%j are not', async (wrong, found) => {
    const finding = await findingOf(settings, { settings: wrong });
    expect(finding).toMatchObject({ verdict: 'problem', found: expect.stringContaining(found) });
    expect(finding.found).not.toContain('hush');
  });
});

it('takes the Node.js that package.json asks for, and later ones', async () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toMatch(/^>=\d+\.\d+$/);
  expect(await findingOf(nodeVersion)).toMatchObject({ verdict: 'ok' });
  expect(await findingOf(nodeVersion, { machine: { nodeVersion: '22.20.0' } })).toMatchObject({
    verdict: 'problem',
    found: `Node.js 22.20.0 runs this, and ${engines.node} is needed`,
  });
  expect(['24.4.0', '24.3.9', '25.0.0', '24.10.1'].map((each) => isAtLeast(each, '>=24.4'))).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(isAtLeast('24.4.0', '>=24.4.0')).toBe(true);
  expect(isAtLeast('24', '>=24.4')).toBe(false);
});

it('tells modes that let others at secrets and directories', async () => {
  const root = directoryOf({ secret: 'postgres://a:b@c/d', 'data/file': '' });
  chmodSync(join(root, 'secret'), 0o600);
  chmodSync(join(root, 'data'), 0o700);
  const given = { DATABASE_URL_FILE: join(root, 'secret'), DATA_DIR: join(root, 'data') };
  expect(await findingOf(fileModes, { settings: given })).toMatchObject({ verdict: 'ok' });
  chmodSync(join(root, 'data'), 0o777);
  expect(await findingOf(fileModes, { settings: given })).toEqual({
    verdict: 'warning',
    found: `DATA_DIR: others than its owner may use ${join(root, 'data')} (mode 777)`,
    advice: 'it should have mode 700',
  });
  chmodSync(join(root, 'secret'), 0o644);
  expect(await findingOf(fileModes, { settings: given })).toMatchObject({
    verdict: 'problem',
    found: expect.stringMatching(/DATABASE_URL_FILE.*; DATA_DIR/),
    advice: 'it should have mode 600; it should have mode 700',
  });
});

it('tells who may write to the schema directory', async () => {
  const root = directoryOf({ 'orders/1.json': '{}', 'orders/2.json': '{}' });
  chmodSync(join(root, 'orders'), 0o755);
  const at = (SCHEMA_DIR: string) => findingOf(schemaDirectory, { settings: { SCHEMA_DIR } });
  expect(await at(root)).toMatchObject({ verdict: 'ok' });
  for (const name of [1, 2]) chmodSync(join(root, `orders/${name}.json`), 0o666);
  expect(await at(root)).toMatchObject({ verdict: 'warning', advice: `chmod -R go-w ${root}` });
  for (const name of [3, 4, 5, 6]) {
    writeFileSync(join(root, `orders/${name}.json`), '{}');
    chmodSync(join(root, `orders/${name}.json`), 0o666);
  }
  expect(await at(root)).toMatchObject({ found: expect.stringContaining('and 1 more') });
  expect(await at(join(root, 'none'))).toMatchObject({ verdict: 'problem' });
  expect(await at('')).toMatchObject({ verdict: 'not checked' });
});

it('tells directories that can not be written to', async () => {
  const root = directoryOf({ file: '' });
  const given = {
    DATA_DIR: join(root, 'data'),
    BACKUP_DIR: join(root, 'b/c'),
    LOG_FILE: join(root, 'log/a'),
  };
  expect(await findingOf(directories, { settings: given })).toMatchObject({
    verdict: 'ok',
    found: expect.stringMatching(/data, .*audit, .*b\/c, .*log can be written$/),
  });
  expect(await findingOf(directories, { settings: { DATA_DIR: join(root, 'file', 'data') } })).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('file is not a directory'),
  });

  const others = temporaryDirectory();
  chmodSync(others, 0o500);
  const shut = { DATA_DIR: others, AUDIT_LOG: 'off' };
  expect(asAnotherUser(shut)).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining(`DATA_DIR: this user can't write to ${others}`),
  });
  chmodSync(others, 0o700);
  if (process.getuid?.() === 0) chownSync(others, 65_534, 65_534);
  expect(await findingOf(directories, { settings: shut, machine: { uid: 0 } })).toMatchObject({
    verdict: 'warning',
    found: expect.stringMatching(/belongs to user \d+, and root runs this$/),
  });
});

describe('file systems', () => {
  it('that sync and lock are fine, also while a service runs', async () => {
    const directory = temporaryDirectory();
    const given = { DATA_DIR: directory, AUDIT_LOG: 'off' };
    const free = await findingOf(fileSystem, { settings: given });
    expect(free.found).not.toContain('a service has');
    const store = await openSqliteStore({ directory });
    const used = await findingOf(fileSystem, { settings: given });
    await store.close();
    // Where tests run in memory, that is told.
    expect(used.found).toMatch(/a service has the data directory now|in memory/);
  });

  it('of a lock that can not be read are not', async () => {
    const root = directoryOf({ 'schemagate.lock/not-a-file': '' });
    expect(await findingOf(fileSystem, { settings: { DATA_DIR: root, AUDIT_LOG: 'off' } })).toMatchObject({
      verdict: 'problem',
      advice: expect.stringContaining('POSIX locks'),
    });
  });

  it.each([
    ['ext4', 0xef53, true, 'ok'],
    ['NFS', 0x6969, true, 'problem'],
    ['NFS', 0x6969, false, 'ok'],
    ['SMB 2', 0xfe534d42 | 0, true, 'problem'],
    ['FUSE', 0x65735546, true, 'warning'],
    ['tmpfs', 0x01021994, true, 'warning'],
    ['overlayfs', 0x794c7630, false, 'warning'],
  ])('of the kind %s (%i; for the store: %s): %s', (name, kind, essential, verdict) => {
    const finding = kindOf('DATA_DIR', '/data', kind, essential);
    expect(finding.verdict).toBe(verdict);
    expect(finding.found).toContain(verdict === 'ok' ? '/data' : name);
  });
});

it('tells disks that are full soon', async () => {
  expect(await findingOf(diskSpace, { settings: { AUDIT_LOG: 'off' } })).toMatchObject({
    found: expect.stringMatching(/has \d+ % \([\d.]+ [kMGT]?B\) left/),
  });
  expect(room(place, disk)).toEqual({ verdict: 'ok', found: 'DATA_DIR: /data has 50 % (50 B) left' });
  expect(room(place, { ...disk, free: 14 }).verdict).toBe('warning');
  expect(room(place, { ...disk, free: 4 }).verdict).toBe('problem');
  expect(await findingOf(diskSpace, { settings: { DATA_DIR: '/proc', AUDIT_LOG: 'off' } })).toMatchObject({
    verdict: 'not checked',
  });
});

it('tells when a backup has no room to be made', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'schemagate.db');
  const given = {
    DATA_DIR: directory,
    BACKUP_DIR: join(directory, 'backups'),
    BACKUP_SCRATCH_DIR: directory,
  };
  const roomy = await findingOf(diskSpace, { settings: given });
  expect(roomy.found).not.toContain('a backup needs');
  // A file with a hole takes no room.
  writeFileSync(file, '');
  truncateSync(file, 8 * 2 ** 40);
  expect(await findingOf(diskSpace, { settings: given })).toMatchObject({
    found: expect.stringContaining('a backup needs 26.4 TB'),
    advice: expect.stringContaining('BACKUP_SCRATCH_DIR'),
  });
});

it('tells file systems that take few more files', async () => {
  expect((await findingOf(inodes)).verdict).toMatch(/^(ok|not checked)$/);
  expect(filesLeft(place, disk).verdict).toBe('ok');
  expect(filesLeft(place, { ...disk, freeFiles: 1100, maxFiles: 100_000 }).verdict).toBe('warning');
  expect(filesLeft(place, { ...disk, freeFiles: 999 }).verdict).toBe('problem');
  expect(await findingOf(inodes, { settings: { DATA_DIR: '/proc', AUDIT_LOG: 'off' } })).toMatchObject({
    verdict: 'not checked',
  });
});

it('compares the limit on open files with the connections', async () => {
  const at = async (limit: number | undefined, MAX_CONNECTIONS = '5000') =>
    (await findingOf(openFiles, { settings: { MAX_CONNECTIONS }, machine: { openFiles: limit } })).verdict;
  expect(await at(5266)).toBe('ok');
  expect(await at(5265)).toBe('warning');
  expect(await at(1000)).toBe('problem');
  expect(await at(1024, '0')).toBe('warning');
  expect(await at(Number.POSITIVE_INFINITY)).toBe('ok');
  expect(await at(undefined)).toBe('not checked');
});

it('compares the limit on memory with the settings', async () => {
  const at = (limit: number | undefined, more = {}) =>
    findingOf(memory, { settings: more, machine: { memory: limit } });
  expect(await at(768 * mebibyte)).toMatchObject({ verdict: 'ok' });
  expect(await at(200 * mebibyte)).toMatchObject({ verdict: 'warning' });
  expect(await at(128 * mebibyte)).toMatchObject({ verdict: 'problem' });
  expect(await at(undefined)).toMatchObject({ verdict: 'not checked' });
  expect(await at(768 * mebibyte, { MAX_RSS_BYTES: String(900 * mebibyte) })).toMatchObject({
    verdict: 'warning',
    advice: 'set MAX_RSS_BYTES below the limit, or to 0',
  });
  expect(await at(768 * mebibyte, { CACHE_MAX_BYTES: String(700 * mebibyte) })).toMatchObject({
    verdict: 'problem',
  });
});

it('reads what the system says of this process', () => {
  const limits = 'Max processes   1  2  processes\nMax open files            1024   524288   files\n';
  expect(openFilesIn(limits)).toBe(1024);
  expect(openFilesIn(limits.replace('1024', 'unlimited'))).toBe(Number.POSITIVE_INFINITY);
  expect(openFilesIn('')).toBeUndefined();
  expect([0, 2 ** 63, 2 ** 30].map(memoryLimit)).toEqual([undefined, undefined, 2 ** 30]);
  const machine = thisMachine();
  expect(machine.nodeVersion).toBe(process.versions.node);
  expect(machine.openFiles ?? 1).toBeGreaterThan(0);
});
