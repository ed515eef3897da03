import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { comparable, runBlock, tourOf } from '../helpers/runbook.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();
const shownUrl = 'postgres://schemagate@localhost:5432/schemagate';
const serves = `DATABASE_URL=${shownUrl} DATABASE_REPLICAS=2 npx schemagate serve\n`;

it('moves a registry to replicas as the guide says, with the answers it shows', async () => {
  const blocks = tourOf('docs/operations/scaling.md');
  const directory = temporaryDirectory();
  const databaseUrl = await databases.create();
  let servers = [await startServerProcess(directory, { SCHEMA_DIR: resolve('schemas') })];
  const shown: unknown[] = [];
  const answered: unknown[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.text === serves) {
      await Promise.all(servers.map((server) => server.stop()));
      const settings = { DATABASE_URL: databaseUrl, DATABASE_REPLICAS: '2' };
      servers = await Promise.all([
        startServerProcess(directory, settings),
        startServerProcess(directory, settings),
      ]);
    } else if (block.language === 'sh') {
      const answer = blocks[index + 1];
      // Whichever replica is asked.
      const port = servers[shown.length % servers.length]?.port ?? 0;
      const runnable = { ...block, text: block.text.replaceAll(shownUrl, databaseUrl) };
      shown.push(comparable(answer, answer?.text ?? ''));
      answered.push(comparable(answer, await runBlock(runnable, directory, port)));
    }
  }
  expect(answered).toEqual(shown);
  expect(shown).toHaveLength(6);
  expect(servers).toHaveLength(2);
  const ended = await Promise.all(servers.map((server) => server.stop()));
  expect(ended).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(servers.flatMap(({ complaints }) => complaints)).toEqual([]);
}, 180_000);
