import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditFiles, auditLines } from '../helpers/audit-trails.ts';
import { runBlock, tourOf } from '../helpers/runbook.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('outlives kill -9 and a torn line, and is verified as its page says', async () => {
  const directory = temporaryDirectory();
  const audit = join(directory, 'data/audit');
  const killed = await startServerProcess(directory);
  const set = await fetch(`${killed.url}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-request-id': 'my-request' },
    body: '{"compatibility":"FULL"}',
  });
  expect(set.status).toBe(200);
  await expect.poll(() => auditLines(audit).length).toBe(4);
  await killed.kill();
  appendFileSync(auditFiles(audit)[0] ?? '', '{"seq":5,"time":"20');

  const server = await startServerProcess(directory);
  const [command, answer] = tourOf('docs/audit.md');
  if (!command) throw new Error('docs/audit.md has no tour');
  const printed = await runBlock(command, directory, server.port);
  const form = (text = '') =>
    text.replaceAll(/\d+ lines/g, 'N lines').replaceAll(/\d+:[0-9a-f]{64}/g, 'N:HASH');
  expect(form(printed)).toBe(form(answer?.text));
  expect(server.complaints.map(({ msg }) => msg)).toEqual([
    'audit log, chain 1: its last line was torn by a crash: 19 bytes of it are there',
  ]);
  expect(await server.stop()).toEqual({ code: 0, stderr: '' });
  expect(auditLines(audit).map(({ event }) => event)).toEqual([
    'audit.opened',
    'service.started',
    'config.loaded',
    'config.changed',
    'audit.opened',
    'service.started',
    'config.loaded',
    'service.stopped',
  ]);
  expect(auditLines(audit)[3]).toMatchObject({ requestId: 'my-request', details: { before: null } });
});
