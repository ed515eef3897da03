import { expect, it, onTestFinished, vi } from 'vitest';
import { buildApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config.ts';
import { LogLines } from '../../helpers/log-lines.ts';
import { postgresForFile } from '../../helpers/postgres/databases.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const databases = postgresForFile();

it('is kept by one of two replicas at each time, and both know how old the newest backup is', async () => {
  const settings = { DATABASE_URL: await databases.create(), BACKUP_DIR: temporaryDirectory() };
  const replicas = await Promise.all([start(settings), start(settings)]);
  await vi.waitFor(
    async () => {
      const samples = await Promise.all(replicas.map(sampled));
      expect(sum(samples, 'here')).toBeGreaterThan(0);
      expect(sum(samples, 'elsewhere')).toBeGreaterThan(0);
      for (const { newest } of samples) expect(newest).toBeGreaterThan(0);
    },
    { timeout: 30_000, interval: 100 },
  );
  await Promise.all(replicas.map(({ app }) => app.close()));
  const samples = await Promise.all(replicas.map(sampled));
  expect(await replicas[0]?.app.backups.list()).toHaveLength(sum(samples, 'here'));
  expect(sum(samples, 'failed')).toBe(0);
}, 60_000);

async function start(settings: Readonly<Record<string, string>>) {
  const loaded = loadConfig({
    ...settings,
    SCHEMA_DIR: '',
    DATA_DIR: temporaryDirectory(),
    BACKUP_SCHEDULE: '*/3 * * * * *',
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const app = await buildApp({ config: loaded.config, log: new LogLines() });
  onTestFinished(() => app.close());
  await app.ready();
  await app.storeOpened;
  return { app };
}

interface Sample {
  readonly here: number;
  readonly elsewhere: number;
  readonly failed: number;
  readonly newest: number;
}

async function sampled({ app }: Awaited<ReturnType<typeof start>>): Promise<Sample> {
  const text = await app.metricsRegistry.metrics();
  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length),
    );
  const turns = (outcome: string) => value(`schemagate_backup_turns_total{outcome="${outcome}"}`);
  return {
    here: turns('here'),
    elsewhere: turns('elsewhere'),
    failed: turns('failed'),
    newest: value('schemagate_backup_last_verified_timestamp_seconds'),
  };
}

function sum(samples: readonly Sample[], name: keyof Sample): number {
  return samples.reduce((total, sample) => total + sample[name], 0);
}
