import { sameAnswer, startBare } from '../../bench/processes/bare.ts';
import { beforeRequests } from '../before-requests.ts';
import { inconclusive, judged, type Row } from '../row.ts';
import { type LoadFound, steadyLoad } from '../steady-load.ts';

const rate = 1000;
const seconds = 4;
const mostMs = 200;
/** What the driver may fall short of the rate, of its own. */
const leastShare = 0.97;

/** A thousand requests a second are borne. What a bare server can't bear beside it is the machine's fault. */
export const row: Row = {
  id: 'throughput',
  group: 'performance',
  title: '1000 reads by id a second, none failing, 95 of 100 within 200 ms',
  risk: 'critical',
  source: 'Google SRE launch checklist',
  deadlineMs: 90_000,
  async probe(candidate) {
    const service = await candidate.service();
    const { id } = (await (await service.register('read-often', { title: 'read-often' })).json()) as {
      id: number;
    };
    const path = `/schemas/ids/${id}`;
    const found = await steadyLoad(service.url, { rate, seconds, paths: [path] });
    const problems = problemsOf(found);
    if (problems.length > 0) {
      const unable = problemsOf(await bareLoad(path, await service.ask(path)));
      if (unable.length > 0)
        return inconclusive(`the machine is too busy: a bare server fares so: ${unable.join('; ')}`);
    }
    return judged(
      problems,
      `${found.answered} answers in ${seconds} s, none failed, p95 ${found.p95.toFixed(1)} ms, p99 ${found.p99.toFixed(1)} ms`,
    );
  },
  breaks: () => ({
    reason: /^\d+ answers a second|p95 is \d+ ms/,
    edits: beforeRequests('for (const end = performance.now() + 3; performance.now() < end; ); next();'),
  }),
};

function problemsOf({ answered, failed, p95 }: LoadFound): string[] {
  const problems: string[] = [];
  const perSecond = Math.round(answered / seconds);
  if (perSecond < rate * leastShare) problems.push(`${perSecond} answers a second`);
  if (failed > 0) problems.push(`${failed} requests failed`);
  if (p95 > mostMs) problems.push(`p95 is ${Math.round(p95)} ms`);
  return problems;
}

async function bareLoad(path: string, answer: Response): Promise<LoadFound> {
  const route = { method: 'GET' as const, url: path, ...(await sameAnswer(answer)) };
  const bare = await startBare(route, { anyCore: true });
  try {
    return await steadyLoad(bare.url, { rate, seconds, paths: [path] });
  } finally {
    await bare.stop();
  }
}
