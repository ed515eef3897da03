import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsOf, ruleGroups } from '../../scripts/alerts/rules.ts';
import { readSlo } from '../../scripts/alerts/slo.ts';
import { metricsIn } from '../../scripts/docs/metrics-page.ts';
import { buildWholeApp } from '../../scripts/docs/whole-app.ts';
import { startApi } from '../helpers/api.ts';
import { add } from '../helpers/changes.ts';
import { until } from '../helpers/eventually.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { serverForRun } from '../helpers/postgres/for-run.ts';
import { comparesOrMisses, queryProblems } from './promql.ts';
import { readScrape, type ScrapedMetric } from './scrape.ts';

interface Target {
  readonly expr: string;
}
interface Panel {
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly Target[];
}
interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

const groups = ruleGroups(readSlo());
const dashboard = JSON.parse(readFileSync('deploy/grafana/schemagate.json', 'utf8')) as Dashboard;
const graphs = dashboard.panels.filter(({ type }) => type !== 'row');

const databases = postgresForFile();
const database = `schemagate_test_${randomBytes(6).toString('hex')}`;
const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
let app: FastifyInstance;
let text = '';
const metrics = new Map<string, ScrapedMetric>();

beforeAll(async () => {
  await databases.admin(`CREATE DATABASE ${database}`);
  const url = new URL(process.env['TEST_DATABASE_URL'] || (await serverForRun()));
  url.pathname = `/${database}`;
  app = await buildWholeApp(directory, { DATABASE_URL: url.href, OUTBOUND_ALLOW_PRIVATE: '127.0.0.1' });
  await app.inject('/schemas/ids/1');
  // Nobody listens there, which is measured as well as an answer.
  await app.outbound.fetch('http://127.0.0.1:9/').catch(() => undefined);
  // Node.js tells of collections after they happened, and of kinds that did happen alone.
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await until(async () => (await app.metricsRegistry.metrics()).includes('nodejs_gc_duration_seconds_sum{'));
  text = await app.metricsRegistry.metrics();
  for (const [name, metric] of readScrape(text).metrics) metrics.set(name, metric);
  // What Prometheus and the recording rules add to what is scraped.
  metrics.set('up', { type: 'gauge', labels: new Map() });
  for (const { rules } of groups)
    for (const rule of rules)
      if ('record' in rule) metrics.set(rule.record, { type: 'gauge', labels: new Map() });
});
afterAll(async () => {
  await app.close();
  await databases.admin(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  rmSync(directory, { recursive: true, force: true });
});

describe('a live scrape', () => {
  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  it.skipIf(!promtool)('passes promtool (skipped where promtool is not installed)', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  });

  it('has the labels that the page of metrics says, and no metric beside those', () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    for (const { name } of metricsIn(app.metricsRegistry)) expect(page).toContain(`| \`${name}\` |`);
    for (const { name, labels } of metricsIn(app.metricsRegistry)) {
      const scraped = metrics.get(name) ?? metrics.get(`${name}_sum`);
      const known = new Set([...labels, 'le', 'quantile']);
      expect([name, [...(scraped?.labels.keys() ?? [])].filter((each) => !known.has(each))]).toEqual([
        name,
        [],
      ]);
    }
  });

  it('has no more series after ten thousand subjects than before', async () => {
    const small = await startApi();
    // Node.js has a series for each kind of thing that is open, which come and go.
    const series = async () =>
      (await small.app.metricsRegistry.metrics())
        .split('\n')
        .filter((line) => /^(schemagate|http)_/.test(line))
        .map((line) => line.slice(0, line.lastIndexOf(' ')));
    const visit = async (name: string) => {
      await small.register(name, { type: 'string' });
      await small.get(`/subjects/${name}/versions/latest`);
      await small.get(`/nowhere/${name}`);
    };
    await visit('first');
    await small.get('/subjects');
    const before = await series();
    const subjects = Array.from({ length: 10_000 }, (_none, n) => add(`s${n}`, 1, '{"type":"string"}'));
    await small.app.store.commit({ guards: [], writes: subjects });
    expect((await small.get('/subjects')).body).toHaveLength(10_001);
    expect((await small.get('/subjects/s9999/versions/1')).status).toBe(200);
    for (let n = 0; n < 50; n += 1) await visit(`visited-${n}`);
    expect(await series()).toEqual(before);
  });
});

describe('rules', () => {
  it.each(groups.flatMap(({ rules }) => rules))('$alert$record asks for what there is', (rule) => {
    expect(queryProblems(rule.expr, metrics)).toEqual([]);
  });

  it('say at what point they alert, and wait before they call something absent', () => {
    const pointless = alertsOf(groups).filter(({ expr }) => !comparesOrMisses(expr));
    expect(pointless.map(({ alert }) => alert)).toEqual(['SchemagateWatchdog']);
    const absent = alertsOf(groups).filter(({ expr }) => expr.includes('absent('));
    expect(absent.map((each) => each.for)).toEqual(['5m']);
  });

  it.each([
    ['sum(rate(schemagate_no_total[5m]))', 'no metric schemagate_no_total'],
    ['schemagate_errors_total > 1', 'the raw counter schemagate_errors_total'],
    ['rate(schemagate_active_requests[5m])', 'rate over the gauge schemagate_active_requests'],
    ['max_over_time(schemagate_errors_total[5m])', 'max_over_time over the counter schemagate_errors_total'],
    ['rate(schemagate_errors_total[10s])', 'a window of 10s is under 60 s'],
    ['rate(schemagate_errors_total{kind="x"}[5m])', 'schemagate_errors_total has no label kind'],
    ['rate(schemagate_errors_total{category="x"}[5m])', 'schemagate_errors_total has no category "x"'],
    ['sum by (subject) (up)', 'no label subject to group by'],
    ['sum(up', 'does not parse at 6'],
  ])('would be refused if they said %s', (query, problem) => {
    expect(queryProblems(query, metrics)).toContain(problem);
  });
});

describe('the dashboard', () => {
  const targets = graphs.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

  it.each(targets)('asks in "$title" for what there is: $expr', ({ expr }) => {
    expect(queryProblems(expr.replaceAll('$__rate_interval', '5m'), metrics)).toEqual([]);
    for (const [, window] of expr.matchAll(/\[(.*?)\]/g)) expect(window).toBe('$__rate_interval');
    expect(expr).toContain('job=~"$job"');
  });

  it.each(graphs)('has a unit, a source that can be chosen and queries in "$title"', (panel) => {
    expect(panel.fieldConfig?.defaults.unit).toMatch(/^(s|bytes|short|ops|reqps|percentunit|bool_on_off)$/);
    expect(panel.datasource?.uid).toBe('$datasource');
    expect(panel.targets?.length).toBeGreaterThan(0);
  });

  it('lets one choose source, job and instance, and uses no other variable', () => {
    const { list } = dashboard.templating;
    expect(list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['job', 'query'],
      ['instance', 'query'],
    ]);
    const known = new Set([...list.map(({ name }) => `$${name}`), '$__rate_interval', '$__all']);
    const used = new Set(JSON.stringify(dashboard).match(/\$\w+/g));
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
  });

  it('shows every metric of the service that tells of a limit or a failure', () => {
    const shown = targets.map(({ expr }) => expr).join('\n');
    const telling = [...metrics.keys()].filter((name) =>
      /^schemagate_.*(failures|dropped_events|lost|waiting|breaker_state|queue|dead)/.test(name),
    );
    expect(telling.length).toBeGreaterThan(8);
    const elsewhere = new Set(['schemagate_log_waiting_bytes', 'schemagate_tls_handshake_failures_total']);
    expect(telling.filter((name) => !shown.includes(name) && !elsewhere.has(name))).toEqual([]);
  });
});
