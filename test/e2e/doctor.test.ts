import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Examination } from '../../src/doctor/examine.ts';
import { certificateAuthority, replaceFile } from '../helpers/certificates.ts';
import { runCli } from '../helpers/cli.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const verdictOf = (text: string, id: string) =>
  (JSON.parse(text) as Examination).checks.find((each) => each.id === id);

it('looks at a host whose service runs, and disturbs nothing', async () => {
  const directory = temporaryDirectory();
  const { cert, key } = await (await certificateAuthority()).issue('localhost', { hours: 24 * 90 });
  replaceFile(join(directory, 'tls.crt'), cert);
  replaceFile(join(directory, 'tls.key'), key);
  const tls = { TLS_CERT_FILE: 'tls.crt', TLS_KEY_FILE: 'tls.key', BACKUP_DIR: 'backups' };
  const server = await startServerProcess(directory, tls);
  onTestFinished(() => void server.kill());
  const files = () => new Set(readdirSync(directory, { recursive: true, encoding: 'utf8' }));
  const before = files();
  const { code, stdout } = await runCli(directory, ['doctor', '--json', '--timeout', '30000'], {
    ...tls,
    DATA_DIR: 'data',
    SCHEMA_DIR: '',
    PORT: String(server.port),
    METRICS_PORT: new URL(server.metricsUrl).port,
  });
  const report = JSON.parse(stdout) as Examination;
  expect(report.checks.filter(({ verdict }) => verdict === 'problem')).toEqual([]);
  expect(code).toBe(0);
  expect(verdictOf(stdout, 'ports')).toMatchObject({
    verdict: 'ok',
    found: expect.stringMatching(/^PORT .* has a running instance; METRICS_PORT .* has a running instance$/),
  });
  for (const id of ['integrity', 'migrations', 'certificate', 'directories'])
    expect(verdictOf(stdout, id)).toMatchObject({ verdict: 'ok' });
  expect(files()).toEqual(before);
  expect(server.complaints).toEqual([]);
});

it('ends though nobody answers', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const { code, stdout, stderr } = await runCli(
    temporaryDirectory(),
    ['doctor', '--json', '--timeout', '600'],
    {
      DATABASE_URL: `postgres://user:hush@127.0.0.1:${port}/d`,
      RATE_LIMIT_REDIS_URL: `redis://user:hush@127.0.0.1:${port}`,
      OIDC_ISSUER: `http://127.0.0.1:${port}`,
      OIDC_AUDIENCE: 'a',
      UPSTREAM_URL: `http://127.0.0.1:${port}`,
      OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
      BACKUP_DIR: 's3://bucket/backups',
      BACKUP_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      BACKUP_S3_ACCESS_KEY_ID: 'somebody',
      BACKUP_S3_SECRET_ACCESS_KEY: 'hush-hush',
      PORT: String(port),
      METRICS_PORT: '0',
    },
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^schemagate: \d+ problems\n$/);
  for (const id of ['database', 'token-issuer', 'ports', 'redis', 'upstream', 'backups'])
    expect(verdictOf(stdout, id)?.verdict).toMatch(/^(warning|problem)$/);
  for (const id of ['clock', 'connections', 'migrations'])
    expect(verdictOf(stdout, id)?.verdict).not.toBe('ok');
  expect(stdout).not.toContain('hush');
});
