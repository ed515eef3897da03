import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, it } from 'vitest';
import { startApi } from '../helpers/api.ts';
import { parseManifests } from './kubernetes/manifests.ts';
import { queriesOf } from './rules/canary.ts';

/** What Prometheus adds to every series of a canary. */
const fromTheMonitor = new Set(['rollouts_pod_template_hash']);

interface Selected {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** The metrics that a query selects, with the labels it asks for; throws where it is no PromQL. */
function selectedBy(query: string): readonly Selected[] {
  const selected: { metric: string; labels: string[] }[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`no PromQL from ${from}: ${query}`);
      const text = query.slice(from, to);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        selected.push({ metric: text, labels: [] });
      if (type.name === 'LabelName') selected.at(-1)?.labels.push(text);
    },
  });
  return selected;
}

it('asks for metrics and labels that the service has', async () => {
  const queries = queriesOf(parseManifests(readFileSync('test/deploy/fixtures/production.yaml', 'utf8')));
  const api = await startApi();
  await api.get('/subjects');
  const scraped = await api.app.metricsRegistry.metrics();
  const missing = queries.flatMap(selectedBy).flatMap(({ metric, labels }) => {
    const [, found] = new RegExp(`^${metric}(?:\\{(.*)\\})? `, 'm').exec(scraped) ?? [];
    if (!scraped.includes(`\n${metric}`)) return [metric];
    return labels
      .filter((label) => !fromTheMonitor.has(label) && !found?.includes(`${label}="`))
      .map((label) => `${metric}{${label}}`);
  });
  expect(queries).toHaveLength(3);
  expect(missing).toEqual([]);
});

it('finds out what is no PromQL', () => {
  expect(() => selectedBy('sum(rate(a[5m])')).toThrow('no PromQL');
  expect(selectedBy('a{b="1"} / c')).toEqual([
    { metric: 'a', labels: ['b'] },
    { metric: 'c', labels: [] },
  ]);
});
