import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { auditDirectory, auditKeys, openAuditLog } from '../../../src/jobs/audit-log.ts';
import { auditFiles, logon } from '../../helpers/audit-trails.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const listeners = { write: () => undefined, onFinding: () => undefined, onState: () => undefined };

function settings(given: Readonly<Record<string, string>>) {
  const loaded = loadConfig({ DATA_DIR: temporaryDirectory(), ...given });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  return loaded.config;
}

it('is in the data directory, or where the settings say', () => {
  expect(auditDirectory(settings({ DATA_DIR: '/data' }))).toBe('/data/audit');
  expect(auditDirectory(settings({ AUDIT_LOG: '/var/log/audit' }))).toBe('/var/log/audit');
});

it('gives each process on the same directory a chain of its own', async () => {
  const config = settings({});
  for (const _process of [1, 2]) {
    const log = await openAuditLog(config, listeners);
    onTestFinished(() => log?.close());
  }
  expect(auditFiles(auditDirectory(config)).map((path) => path.slice(-26))).toEqual([
    'audit-1-000000000001.jsonl',
    'audit-2-000000000001.jsonl',
  ]);
});

it('can be off, or go to standard output', async () => {
  expect(await openAuditLog(settings({ AUDIT_LOG: 'off' }), listeners)).toBeUndefined();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = await openAuditLog(settings({ AUDIT_LOG: 'stdout' }), { ...listeners, write });
  log?.record(logon);
  expect(JSON.parse(lines.join(''))).toMatchObject({ seq: 1, event: 'logon' });
});

it('refuses a place where it can not be kept, in a sentence', async () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  await expect(openAuditLog(settings({ AUDIT_LOG: file }), listeners)).rejects.toThrow(
    /^The audit log can't be kept in .*file: EEXIST.* See AUDIT_LOG\.$/,
  );
  await expect(openAuditLog(settings({ DATA_DIR: file }), listeners)).rejects.toThrow(
    /file\/audit: ENOTDIR.* See DATA_DIR\.$/,
  );
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'audit-1.lock'), 'this is not a database, however long it may be');
  await expect(openAuditLog(settings({ AUDIT_LOG: directory }), listeners)).rejects.toThrow(/audit-1\.lock/);
});

it('takes keys that are long enough, the newest first', () => {
  const [newest, older] = ['n'.repeat(32), 'o'.repeat(40)];
  expect(auditKeys(settings({ AUDIT_KEY: ` ${newest}\n${older} ` }))).toEqual([newest, older]);
  expect(auditKeys(settings({}))).toEqual([]);
  expect(() => auditKeys(settings({ AUDIT_KEY: 'short' }))).toThrow('less than 32 characters');
});
