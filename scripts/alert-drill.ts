// Has a real Prometheus scrape the service as it is shipped and load its rules, takes its database away under load, and
// demands that the right alerts fire and clear again, and that Prometheus keeps exemplars of traces that arrived. Windows and waiting times of the rules are divided by `--shorten`
// (60: an hour is a minute); thresholds stay. Without Prometheus it says "not run".
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type OtlpReceiver, startOtlpReceiver } from '../test/helpers/otlp-receiver.ts';
import { startPostgres } from '../test/helpers/postgres/server.ts';
import { hasPrometheus, startPrometheus } from '../test/helpers/prometheus.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';
import { rulesFile } from './alerts/rules.ts';
import { readSlo } from './alerts/slo.ts';
import { optionsOf } from './usage.ts';

const expected = ['SchemagateDatabaseBreakerOpen', 'SchemagateAvailabilityBurn1h'];
const patienceMs = 180_000;
const { shorten } = optionsOf(import.meta.filename, { shorten: { type: 'string', default: '60' } });

if (hasPrometheus) await drill();
else console.log('alert drill: not run, since Prometheus is not installed');

async function drill(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-alerts-'));
  const database = await startPostgres();
  const traces = await startOtlpReceiver();
  const service = await startServerProcess(directory, {
    DATABASE_URL: database.url(),
    TRACING: 'true',
    TRACING_SAMPLE_RATIO: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
  });
  const rules = join(directory, 'rules.yaml');
  writeFileSync(rules, rulesFile(readSlo(), Number(shorten)));
  const target = new URL(service.metricsUrl).host;
  const flags = ['--enable-feature', 'exemplar-storage'];
  const prometheus = await startPrometheus({ directory, target, rules: [rules], flags });
  const load = startLoad(service.url);
  try {
    await until('are silent', prometheus.url, (firing) => firing.includes('SchemagateWatchdog'));
    await untilTraced(prometheus.url, traces);
    await database.stop('immediate');
    await until('fire', prometheus.url, (firing) => expected.every((alert) => firing.includes(alert)));
    await database.start();
    await until('are clear', prometheus.url, (firing) => !expected.some((alert) => firing.includes(alert)));
  } finally {
    await load.stop();
    await prometheus.stop();
    await service.stop();
    await traces.close();
    await database.dispose();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Registers one new schema after another, which needs the database. */
function startLoad(url: string) {
  const ending = new AbortController();
  const running = (async () => {
    for (let n = 0; !ending.signal.aborted; n += 1) {
      const schema = JSON.stringify({ type: 'object', title: `drill ${n}` });
      await fetch(`${url}/subjects/drill-${n}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schemaType: 'JSON', schema }),
        signal: AbortSignal.timeout(5000),
      }).then(
        (answer) => answer.text(),
        () => undefined,
      );
      await wait(20);
    }
  })();
  return {
    stop() {
      ending.abort();
      return running;
    },
  };
}

async function until(
  what: string,
  url: string,
  holds: (firing: readonly string[]) => boolean,
): Promise<void> {
  const started = performance.now();
  for (;;) {
    const firing = await firingAlerts(url);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (firing !== undefined && holds(firing)) {
      console.log(`alerts ${what} after ${seconds} s: ${firing.join(', ')}`);
      return;
    }
    if (performance.now() - started > patienceMs)
      throw new Error(`alerts don't come to: ${what}, within ${seconds} s; firing: ${firing?.join(', ')}`);
    await wait(500);
  }
}

/** Until an exemplar of the latencies names a trace that arrived. */
async function untilTraced(url: string, { spans }: OtlpReceiver): Promise<void> {
  const started = performance.now();
  for (;;) {
    const range = { start: String(Date.now() / 1000 - 60), end: String(Date.now() / 1000) };
    const query = new URLSearchParams({ query: 'http_request_duration_seconds_bucket', ...range });
    const answer = await fetch(`${url}/api/v1/query_exemplars?${query.toString()}`);
    const { data } = (await answer.json()) as { data: { exemplars: { labels: { trace_id: string } }[] }[] };
    const kept = data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id));
    const known = kept.find((traceId) => spans.some((span) => span.traceId === traceId));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (known !== undefined) {
      console.log(`exemplars lead to traces after ${seconds} s: ${known}`);
      return;
    }
    if (performance.now() - started > patienceMs)
      throw new Error(`no exemplar leads to a trace within ${seconds} s; kept: ${kept.join(', ')}`);
    await wait(500);
  }
}

/** Undefined while Prometheus does not answer yet. */
async function firingAlerts(url: string): Promise<readonly string[] | undefined> {
  try {
    const answer = await fetch(`${url}/api/v1/alerts`);
    const { data } = (await answer.json()) as {
      data: { alerts: { state: string; labels: { alertname: string } }[] };
    };
    const firing = data.alerts.filter(({ state }) => state === 'firing');
    return [...new Set(firing.map(({ labels }) => labels.alertname))].sort();
  } catch {
    return undefined;
  }
}
