import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { closed } from '../helpers/api.ts';
import { runCli } from '../helpers/cli.ts';
import { directoryOf } from '../helpers/files.ts';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const servers: ServerProcess[] = [];
async function start(directory: string, settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServerProcess(directory, settings);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
});

const text = (...names: string[]) =>
  JSON.stringify(closed(Object.fromEntries(names.map((name) => [name, 'string']))));
const get = async (server: ServerProcess, path: string): Promise<unknown> =>
  (await fetch(server.url + path)).json();

it('is read again at SIGHUP, as are feature flags, and a broken one ends nothing', async () => {
  const SCHEMA_DIR = directoryOf({ 'a/1.json': text('x') });
  const flags = directoryOf({ 'flags.yaml': '{}' });
  // By way of a link nothing tells of a change but the signal.
  const FLAGS_FILE = join(temporaryDirectory(), 'flags.yaml');
  symlinkSync(join(flags, 'flags.yaml'), FLAGS_FILE);
  const server = await start(temporaryDirectory(), { SCHEMA_DIR, FLAGS_FILE });
  writeFileSync(join(SCHEMA_DIR, 'a', '2.json'), text('x', 'y'));
  server.hangUp();
  await vi.waitUntil(
    async () => JSON.stringify(await get(server, '/subjects/a/versions')) === '[1,2]',
    25_000,
  );
  writeFileSync(join(SCHEMA_DIR, 'a', '3.json'), text('x'));
  writeFileSync(join(flags, 'flags.yaml'), 'compression: false');
  server.hangUp();
  await vi.waitUntil(() => server.complaints.length > 2, 25_000);
  expect(server.complaints.map(({ msg }) => msg)).toEqual([
    'feature flag compression is off now',
    'schema directory: not as declared',
    'schema directory refused',
  ]);
  const sync = await fetch(`${server.url}/admin/schema-directory/sync`, { method: 'POST' });
  expect([sync.status, await sync.json()]).toEqual([
    409,
    expect.objectContaining({ outcome: 'refused', applied: 0 }),
  ]);
  const metrics = await (await fetch(server.metricsUrl)).text();
  expect(metrics).toContain('schemagate_schema_directory_drift{kind="problem"} 1');
  expect((await server.stop()).code).toBe(0);
});

it('goes from a registry into version control and into another registry, as the manual has it', async () => {
  const [directory, home] = [temporaryDirectory(), temporaryDirectory()];
  const server = await start(home, { SCHEMA_DIR: '' });
  mkdirSync(join(directory, 'registry', 'orders'), { recursive: true });
  writeFileSync(join(directory, 'registry', 'orders', '1.json'), text('x'));
  const words = ['registry', '--url', server.url];
  expect(await runCli(directory, ['plan', ...words])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('+   version 1 (JSON, orders/1.json)'),
  });
  expect(await runCli(directory, ['apply', ...words])).toMatchObject({ code: 0, stderr: '' });
  const exported = await runCli(directory, ['export', 'exported'], { DATA_DIR: join(home, 'data') });
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(directory, 'exported', 'orders', 'subject.yaml'), 'utf8')).toMatch(/id: 1/);

  const other = { DATA_DIR: join(directory, 'other') };
  expect(await runCli(directory, ['import', 'exported'], other)).toMatchObject({ code: 0, stderr: '' });
  expect(await runCli(directory, ['export', 'again'], other)).toMatchObject({ code: 0, stderr: '' });
  expect(filesIn(join(directory, 'again'))).toEqual(filesIn(join(directory, 'exported')));
});

function filesIn(directory: string): Readonly<Record<string, string>> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, 'utf8')]));
}
