import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { jsonSchema } from '../helpers/api.ts';
import { runCli } from '../helpers/cli.ts';
import { mortal } from '../helpers/mortal-child.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('is a program of its own, on the path of npx', () => {
  expect(statSync('src/cli.ts').mode & 0o111).toBe(0o111);
  const { stdout, status } = spawnSync('npx', ['--no-install', 'schemagate', '--help'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Usage: schemagate /) });
});

it('serves until it is told to end', async () => {
  const directory = temporaryDirectory();
  const env = { DATA_DIR: directory, SCHEMA_DIR: '', PORT: '0', METRICS_PORT: '0' };
  const child = spawn(...mortal(process.execPath, [resolve('src/cli.ts'), 'serve']), { cwd: directory, env });
  const exited = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"msg":"ready')) child.kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
});

it('backs a running service up, and restores it elsewhere', async () => {
  const directory = temporaryDirectory();
  const server = await startServerProcess(directory);
  const answer = await fetch(`${server.url}/subjects/a/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(jsonSchema({ title: 'a' })),
  });
  expect(await answer.json()).toEqual({ id: 1 });
  const settings = { DATA_DIR: join(directory, 'data') };
  const made = await runCli(directory, ['backup', '--to', 'backups'], settings);
  expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('1 schema, 1 version') });
  const [name = ''] = readdirSync(join(directory, 'backups'));
  const inUse = await runCli(directory, ['restore', `backups/${name}`], settings);
  expect(inUse).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('in use') });
  await server.stop();
  const restored = await runCli(directory, ['restore', `backups/${name}`], { DATA_DIR: 'other' });
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const damaged = await runCli(directory, ['backup', 'verify', 'data/schemagate.db']);
  expect(damaged).toMatchObject({ code: 3, stdout: '' });
  expect(damaged.stderr).toMatch(/^schemagate: The file is not a backup of Schemagate: .*\n$/);
});
