import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { registerAt, titlesAt } from '../helpers/registry-requests.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const pageSize = 4096;
const titles = Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(500, '-'));

/** A data directory with schemas and a backup of it, as a service left them. */
async function registryWithBackup() {
  const directory = temporaryDirectory();
  const server = await startServerProcess(directory, { BACKUP_DIR: './backups' });
  for (const title of titles) expect(await registerAt(server.url, 'a', title)).toMatchObject({ status: 200 });
  const answer = await fetch(`${server.url}/admin/backups`, { method: 'POST' });
  const { name } = (await answer.json()) as { name: string };
  await server.stop();
  return { directory, database: join(directory, 'data/schemagate.db'), backup: join('backups', name) };
}

/** Writes nonsense over bytes of a file; it keeps its length. */
function damage(file: string, [from, to]: readonly [from: number, to: number]): void {
  const descriptor = openSync(file, 'r+');
  const length = Math.min(fstatSync(descriptor).size, to) - from;
  writeSync(descriptor, Buffer.alloc(length, 0xa5), 0, length, from);
  closeSync(descriptor);
}

async function restoresElsewhere(directory: string, backup: string): Promise<void> {
  const settings = { DATA_DIR: join(directory, 'restored') };
  expect(await runCli(directory, ['restore', backup], settings)).toMatchObject({ code: 0, stderr: '' });
  const server = await startServerProcess(directory, settings);
  expect(await titlesAt(server.url, 'a')).toEqual(titles);
  expect(await registerAt(server.url, 'a', 'new')).toMatchObject({ status: 200 });
  expect(await server.stop()).toMatchObject({ code: 0 });
  expect(server.complaints).toEqual([]);
}

it('answers nothing from a damaged database, refuses to start on a worse one, and serves what is restored', async () => {
  const { directory, database, backup } = await registryWithBackup();
  damage(database, [3 * pageSize, 8 * pageSize]);
  const server = await startServerProcess(directory);
  const paths = ['schemas/ids/1', 'subjects/a/versions', 'subjects', 'health/ready'];
  const answers = await Promise.all(paths.map((path) => fetch(`${server.url}/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 503));
  expect(await registerAt(server.url, 'a', 'new')).toMatchObject({ status: 503 });
  const alive = await fetch(`${server.url}/health/live`);
  expect(alive.status).toBe(200);
  await server.stop();
  expect(JSON.stringify(server.complaints)).toContain('database disk image is malformed');

  const everythingElse = [pageSize, Number.POSITIVE_INFINITY] as const;
  const head = [0, 100] as const;
  for (const bytes of [everythingElse, head]) {
    damage(database, bytes);
    await expect(startServerProcess(directory)).rejects.toThrow(
      'schemagate.db is damaged or is not a SQLite database',
    );
  }
  await restoresElsewhere(directory, backup);
}, 180_000);

it('answers nothing from a schema whose bytes were altered, and the other schemas as ever', async () => {
  const { directory, database, backup } = await registryWithBackup();
  const altering = new DatabaseSync(database);
  altering.exec(`UPDATE schemas SET text = replace(text, '-', '_') WHERE id = 1`);
  altering.close();
  const server = await startServerProcess(directory);
  for (const path of ['schemas/ids/1', 'schemas/ids/1/schema', 'subjects/a/versions/1']) {
    const answer = await fetch(`${server.url}/${path}`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ error_code: 50001 }),
    ]);
  }
  expect((await fetch(`${server.url}/schemas/ids/2`)).status).toBe(200);
  await server.stop();
  expect(JSON.stringify(server.complaints)).toContain('Schema 1 is damaged in the store');
  await restoresElsewhere(directory, backup);
}, 180_000);
