import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { loadConfig } from '../../src/config.ts';
import { blocksOf } from '../helpers/markdown.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { comparable, runBlock, tourOf } from '../helpers/runbook.ts';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const path = 'docs/operations/backup-and-restore.md';
const page = readFileSync(path, 'utf8');
const blocks = tourOf(path);
const serves = /^(DATA_DIR|DATABASE_URL)=(\S+) npx schemagate serve\n$/;
const shownUrl = 'postgres://schemagate@localhost:5432/schemagate';
const databases = postgresForFile();

it('does what the runbook says, and answers what it shows', async () => {
  const directory = temporaryDirectory();
  const service = await startService(directory, { SCHEMA_DIR: resolve('schemas'), BACKUP_DIR: './backups' });
  const shown: unknown[] = [];
  const answered: unknown[] = [];
  const databaseUrl = await databases.create();
  for (const [index, written] of blocks.entries()) {
    const block = { ...written, text: written.text.replaceAll(shownUrl, databaseUrl) };
    const [, setting, place = ''] = serves.exec(block.text) ?? [];
    if (setting !== undefined) await service.restart({ [setting]: place });
    else if (block.language === 'sh') {
      const answer = blocks[index + 1];
      shown.push(comparable(answer, answer?.text ?? ''));
      answered.push(comparable(answer, await runBlock(block, directory, service.current().port)));
    }
  }
  expect(answered).toEqual(shown);
  expect(shown).toHaveLength(12);
}, 180_000);

it('shows settings that the service takes', () => {
  const settings = blocksOf(page).find(({ language }) => language === 'ini');
  expect(loadConfig(parseEnv(settings?.text ?? ''))).toMatchObject({
    ok: true,
    config: { BACKUP_SCHEDULE: '0 * * * *', BACKUP_RETENTION_COUNT: 168 },
  });
});

it('lists the exit codes there are', () => {
  const [, table = ''] = /## How commands end\n([\s\S]*?)\n\n[A-Z]/.exec(page) ?? [];
  const listed = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(listed).toEqual([...new Set(Object.values(exitCodes))]);
});

/** A service for the test that can be started anew with other settings. */
async function startService(directory: string, settings: Readonly<Record<string, string>>) {
  let server: ServerProcess = await startServerProcess(directory, settings);
  onTestFinished(async () => void (await server.stop()));
  return {
    current: () => server,
    async restart(changed: Readonly<Record<string, string>>) {
      await server.stop();
      server = await startServerProcess(directory, changed);
    },
  };
}
