import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '../../src/commands/exit-codes.ts';
import { loadConfig } from '../../src/config.ts';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { type Block, blocksOf } from '../repository/markdown.ts';

const page = readFileSync('docs/operations/backup-and-restore.md', 'utf8');
const [, tour = ''] = /<!-- tour -->\n([\s\S]*)<!-- end of tour -->/.exec(page) ?? [];
/** Blocks of lists are set in. */
const blocks = blocksOf(tour.replaceAll(/^ {3}/gm, ''));
const serves = /^DATA_DIR=(\S+) npx schemagate serve\n$/;

it('does what the runbook says, and answers what it shows', async () => {
  const directory = temporaryDirectory();
  const service = await startService(directory, { SCHEMA_DIR: resolve('schemas'), BACKUP_DIR: './backups' });
  const shown: unknown[] = [];
  const answered: unknown[] = [];
  for (const [index, block] of blocks.entries()) {
    const [, dataDirectory] = serves.exec(block.text) ?? [];
    if (dataDirectory !== undefined) await service.restart({ DATA_DIR: dataDirectory });
    else if (block.language === 'sh') {
      const answer = blocks[index + 1];
      shown.push(comparable(answer, answer?.text ?? ''));
      answered.push(comparable(answer, await run(block, directory, service.current().port)));
    }
  }
  expect(answered).toEqual(shown);
  expect(shown.length).toBeGreaterThanOrEqual(7);
}, 60_000);

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

/** Names, times and sizes are others each time. */
function comparable(answer: Block | undefined, printed: string): unknown {
  const steady = printed
    .replaceAll(/schemagate-\d{8}T\d{6}Z-[0-9a-f]{8}/g, 'schemagate-NAME')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/[\d.]+ (k?B|s)\b/g, 'N $1')
    .replaceAll(/"(size|durationSeconds)": ?[\d.]+/g, '"$1": 0');
  return answer?.language === 'json' ? JSON.parse(steady) : steady;
}

async function run({ text: written }: Block, directory: string, port: number): Promise<string> {
  const source = written
    .replaceAll('localhost:8081', `127.0.0.1:${port}`)
    .replaceAll('npx schemagate', `"${process.execPath}" "${resolve('src/cli.ts')}"`);
  const child = spawn('sh', ['-ec', source], { cwd: directory });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  expect({ source, code, errors }).toEqual({ source, code: 0, errors: '' });
  return output;
}
