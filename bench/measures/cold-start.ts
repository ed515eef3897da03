import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effort } from '../load/interleave.ts';
import { startBare } from '../processes/bare.ts';
import { startService } from '../processes/service.ts';
import { startEnvironment } from '../processes/start-command.ts';
import { type Figure, type Measured, median, ratio } from '../results.ts';

const route = { method: 'GET', url: '/', headers: {}, body: '{}' } as const;

/** From the start of the process until it is ready, with nothing compiled before and as at any later start. */
export async function measureColdStart(effort: Effort): Promise<Measured> {
  const times = { first: [] as number[], later: [] as number[], bare: [] as number[] };
  for (let round = 0; round < Math.min(effort.rounds, 5); round++) {
    const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
    const cache = Object.fromEntries(
      Object.keys(startEnvironment).map((name) => [name, join(directory, 'c')]),
    );
    const options = { directory: join(directory, 'data'), settings: cache };
    times.first.push(await startMs(options));
    times.later.push(await startMs(options));
    const before = performance.now();
    const bare = await startBare(route);
    times.bare.push(performance.now() - before);
    await bare.stop();
    rmSync(directory, { recursive: true });
  }
  return {
    title: 'cold start',
    about: 'From the start of the process until its readiness probe says yes, on an embedded store',
    rows: [],
    figures: [
      inMs('cold start: the first of all, with an empty store and nothing compiled', times.first),
      inMs('cold start: a later one', times.later),
      inMs('cold start: bare Fastify', times.bare),
      ratio('cold start: time of bare Fastify / of a later start of ours', times.bare, times.later),
    ],
  };
}

async function startMs(options: Parameters<typeof startService>[0]): Promise<number> {
  const service = await startService(options);
  await service.stop();
  return service.startMs;
}

function inMs(name: string, rounds: readonly number[]): Figure {
  return { name, value: median(rounds), unit: 'ms', rounds };
}
