import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkObjectives, judgeObjectives } from '../../../src/verify/objectives.ts';
import { readSelector, seriesOf, sumOf } from '../../../src/verify/series.ts';
import { readObjectives } from '../../../src/verify/slo-file.ts';
import { answering, startHttpPeer } from '../../helpers/http-peer.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const shipped = readObjectives('deploy/prometheus/slo.yaml');

/** A scrape in which so many requests were answered: well, slowly, and with an error of the server. */
function scrape({ well, slow = 0, failed = 0 }: { well: number; slow?: number; failed?: number }): string {
  const quick = 'method="GET",route="/schemas/ids/:id",status_code="200"';
  const bad = 'method="GET",route="/subjects",status_code="503"';
  return [
    '# HELP http_request_duration_seconds request duration in seconds',
    `http_request_duration_seconds_bucket{le="0.25",${quick}} ${well}`,
    `http_request_duration_seconds_bucket{le="+Inf",${quick}} ${well + slow}`,
    `http_request_duration_seconds_count{${quick}} ${well + slow}`,
    `http_request_duration_seconds_bucket{le="0.25",${bad}} ${failed}`,
    `http_request_duration_seconds_count{${bad}} ${failed}`,
    'http_request_duration_seconds_count{method="GET",route="/health/ready",status_code="503"} 500',
    'process_open_fds 20',
  ].join('\n');
}

it.each([
  [{ well: 99 }, ['too few', 'too few']],
  [{ well: 100 }, ['too few', 'met']],
  [{ well: 98, slow: 2 }, ['too few', 'missed']],
  [{ well: 999, failed: 1 }, ['met', 'met']],
  [{ well: 998, failed: 2 }, ['missed', 'met']],
  [{ well: 980, slow: 20 }, ['met', 'missed']],
])('%o is judged by the shipped objectives', (answers, verdicts) => {
  const outcomes = judgeObjectives(scrape(answers), shipped);
  expect(outcomes.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['Availability', verdicts[0]],
    ['Latency', verdicts[1]],
  ]);
});

it('tells what was missed, and skips what too few requests say', async () => {
  const peer = await startHttpPeer(answering(200, scrape({ well: 980, slow: 20 })));
  onTestFinished(() => peer.close());
  expect(await checkObjectives(peer.url, shipped)).toEqual({
    id: 'objectives',
    verdict: 'fail',
    found: 'Latency 98 % of 1000 requests (objective 99 %)',
  });
  peer.answer(answering(200, scrape({ well: 3000, failed: 3 })));
  expect(await checkObjectives(peer.url, shipped)).toMatchObject({
    verdict: 'pass',
    found:
      'Availability 99.9 % of 3003 requests (objective 99.9 %); Latency 100 % of 3003 requests (objective 99 %)',
  });
  peer.answer(answering(200, scrape({ well: 5 })));
  expect(await checkObjectives(peer.url, shipped)).toMatchObject({
    verdict: 'skipped',
    found: expect.stringContaining('Latency: 5 requests are too few to judge 99 %'),
  });
  peer.answer(answering(503));
  await expect(checkObjectives(peer.url, shipped)).rejects.toThrow('answers 503');
});

it('refuses a file that names no objectives, or counters that are none', () => {
  const file = join(temporaryDirectory(), 'slo.yaml');
  writeFileSync(file, '');
  expect(() => readObjectives(file)).toThrow('names no objectives');
  writeFileSync(file, 'objectives: [{ name: A, objective: 99, good: a, total: sum(b) }]');
  expect(() => readObjectives(file)).toThrow('sum(b) is no selector');
});

it('selects series as Prometheus does', () => {
  const series = seriesOf('a{b="x.y",c="say \\"no\\"\\n"} 1\na{b="xzy"} 2\na 4\nab{b="x.y"} 8');
  const sum = (selector: string) => sumOf(series, readSelector(selector));
  expect(sum('a')).toBe(7);
  expect(sum('a{b="x.y"}')).toBe(1);
  expect(sum('a{b=~"x.y"}')).toBe(3);
  // A whole value has to match, and a label that is not there is empty.
  expect(sum('a{b=~"x"}')).toBe(0);
  expect(sum('a{b!~"x.y"}')).toBe(4);
  expect(sum('a{c=""}')).toBe(6);
  expect(sum('a{b!="xzy", c=~"say .no.\\n",}')).toBe(1);
});
