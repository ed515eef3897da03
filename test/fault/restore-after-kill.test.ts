import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { registrationProblems } from '../helpers/check-registrations.ts';
import { runCli } from '../helpers/cli.ts';
import { until } from '../helpers/eventually.ts';
import { startRegistrations } from '../helpers/registration-load.ts';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const rounds = 3;

interface Made {
  readonly name: string;
  readonly records: { readonly schemas: number };
}

async function makeBackup({ url }: ServerProcess): Promise<Made> {
  const answer = await fetch(`${url}/admin/backups`, { method: 'POST' });
  return (await answer.json()) as Made;
}

it('brings back elsewhere, from the last backup, all that was acknowledged before it', async () => {
  const directory = temporaryDirectory();
  const backups = join(directory, 'backups');
  const server = await startServerProcess(directory, { BACKUP_DIR: backups });
  const load = startRegistrations(server.url, 6);
  let before: typeof load.acknowledged = [];
  let last: Made | undefined;
  for (let round = 0; round < rounds; round += 1) {
    // The load goes on meanwhile: the backup has at least what was acknowledged when it was asked for.
    await until(() => load.acknowledged.length > 10 * (round + 1));
    const atLeast = [...load.acknowledged];
    last = await makeBackup(server);
    await until(() => load.acknowledged.length > atLeast.length);
    before = atLeast;
  }
  const cut = makeBackup(server).catch(() => undefined);
  await until(() => load.acknowledged.length > before.length + 20);
  await server.kill();
  await Promise.all([load.ended, cut]);
  expect(before.length).toBeGreaterThan(20);

  const listed = await runCli(directory, ['backup', 'list', '--json'], { BACKUP_DIR: backups });
  const names = (JSON.parse(listed.stdout) as { backups: Made[] }).backups.map(({ name }) => name);
  expect(names).toContain(last?.name);
  const file = join(backups, last?.name ?? '');
  const elsewhere = join(directory, 'elsewhere');
  expect(await runCli(directory, ['backup', 'verify', file])).toMatchObject({ code: 0, stderr: '' });
  expect(await runCli(directory, ['restore', file], { DATA_DIR: elsewhere })).toMatchObject({
    code: 0,
    stderr: '',
  });

  const successor = await startServerProcess(directory, { DATA_DIR: elsewhere });
  const sample = before.at(-1);
  const answer = await fetch(`${successor.url}/schemas/ids/${sample?.id}`);
  expect(((await answer.json()) as { schema: string }).schema).toBe(sample?.text);
  const onward = startRegistrations(successor.url, 1);
  await expect.poll(() => onward.acknowledged.length).toBeGreaterThan(0);
  await successor.kill();
  await onward.ended;

  const store = await openSqliteStore({ directory: elsewhere });
  expect(await registrationProblems(store, before)).toEqual([]);
  const versions = await store.allVersions({ prefix: '', deleted: 'include', latestOnly: false, offset: 0 });
  const texts = await Promise.all(versions.map(async ({ id }) => (await store.schema(id))?.text ?? ''));
  expect(texts.filter((text) => !load.sent.has(text) && !onward.sent.has(text))).toEqual([]);
  await store.close();
}, 180_000);
