import { setTimeout as sleep } from 'node:timers/promises';
import { beforeRequests } from '../before-requests.ts';
import { judged, type Row } from '../row.ts';
import type { Service } from '../service.ts';
import { steadyLoad } from '../steady-load.ts';

const load = { rate: 800, seconds: 3 };
const warmUps = 2;
/** What may be in use more after so many requests, in MB: a leak of some 4 kB a request is over it. */
const mostGrowth = 10;

/** Memory does not grow with the number of requests. */
export const row: Row = {
  id: 'memory-growth',
  group: 'post-deployment',
  title: 'Memory does not grow with the number of requests',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  deadlineMs: 90_000,
  async probe(candidate) {
    const service = await candidate.start();
    const { id } = (await (await service.register('read', { title: 'read' })).json()) as { id: number };
    const paths = [
      `/schemas/ids/${id}`,
      '/subjects',
      '/subjects/read/versions/latest',
      '/config/read?defaultToGlobal=true',
    ];
    const answered: number[] = [];
    const heldAfterLoad = async () => {
      const loaded = steadyLoad(service.url, { ...load, paths });
      const held = await leastInUse(service, loaded);
      const { answered: more, failed } = await loaded;
      answered.push(more);
      if (failed > 0) throw new Error(`${failed} requests failed`);
      return held;
    };
    let before = 0;
    for (let round = 0; round < warmUps; round += 1) before = await heldAfterLoad();
    const after = await heldAfterLoad();
    const total = answered.slice(0, warmUps).reduce((sum, more) => sum + more, 0);
    const found = `${before.toFixed(1)} MB after ${total} requests, ${after.toFixed(1)} MB after ${answered.at(-1)} more`;
    return judged(after - before > mostGrowth ? [found] : [], found);
  },
  breaks: () => ({
    reason: /^[\d.]+ MB after \d+ requests, [\d.]+ MB after/,
    edits: beforeRequests('(globalThis.held ??= []).push(new Array(2500).fill(0)); next();'),
  }),
};

/** The least memory in use while it lasted, in MB: between two collections garbage counts as well. */
async function leastInUse(service: Service, loaded: Promise<unknown>): Promise<number> {
  const used: number[] = [];
  const ending = loaded.then(() => 'over' as const);
  while ((await Promise.race([ending, sleep(100)])) !== 'over') {
    const scrape = await (await fetch(service.metricsUrl)).text();
    const gauges = scrape.matchAll(/^nodejs_(?:heap_size_used|external_memory)_bytes (\S+)/gm);
    used.push([...gauges].reduce((sum, [, bytes]) => sum + Number(bytes) / 1e6, 0));
  }
  return Math.min(...used);
}
