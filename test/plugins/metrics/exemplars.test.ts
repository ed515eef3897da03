import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { anonymous } from '../../../src/access/principal.ts';
import { buildMetricsApp } from '../../../src/metrics-app.ts';
import { embeddedStore } from '../../../src/plugins/schema-store.ts';
import { closed, jsonSchema } from '../../helpers/api.ts';
import { startHttpPeer } from '../../helpers/http-peer.ts';
import type { OtlpReceiver } from '../../helpers/otlp-receiver.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { partOf, post, receiverForTest, startTraced } from '../../helpers/traced-app.ts';
import { type Family, readOpenMetrics } from '../../monitoring/open-metrics.ts';

const sent = 'a'.repeat(31);
const traces = ['1', '2', '3'].map((digit) => `${digit}${sent}`) as [string, string, string];

/** What a Prometheus of 2.42 asks for. */
const accept =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,' +
  'text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

async function startBoth(receiver: OtlpReceiver) {
  const started = await startTraced(receiver, {}, embeddedStore(temporaryDirectory()));
  const { app, config } = started;
  const metricsApp = await buildMetricsApp({
    registry: app.metricsRegistry,
    config,
    certificates: undefined,
    identify: async () => anonymous,
  });
  onTestFinished(() => metricsApp.close());
  await metricsApp.listen({ host: '127.0.0.1', port: 0 });
  const { port } = metricsApp.server.address() as AddressInfo;
  return { ...started, target: `127.0.0.1:${port}` };
}

function exemplarsOf(
  families: readonly Family[],
  family: string,
  labels: Readonly<Record<string, string>> = {},
) {
  const { samples = [] } = families.find(({ name }) => name === family) ?? {};
  return samples
    .filter(({ labels: own }) => Object.entries(labels).every(([name, value]) => own[name] === value))
    .flatMap(({ exemplar }) => exemplar ?? []);
}

it('lead from the histograms of a scrape to the traces that arrived', async () => {
  const receiver = await receiverForTest();
  const peer = await startHttpPeer();
  onTestFinished(() => peer.close());
  const { app, url, target } = await startBoth(receiver);
  const [registering, reading, unsampled] = traces;
  const begun = Date.now() / 1000;
  await post(`${url}/subjects/a/versions`, jsonSchema(closed({ x: 'string' })), partOf(registering));
  for (const traceId of [reading, reading]) await fetch(`${url}/schemas/ids/1`, { headers: partOf(traceId) });
  await fetch(`${url}/schemas/ids/1`, { headers: partOf(unsampled, '00') });
  await fetch(`${url}/health/live`, { headers: partOf(unsampled) });
  await app.outbound.fetch(peer.url);

  const scrape = await fetch(`http://${target}/metrics`, { headers: { accept, 'accept-encoding': 'gzip' } });
  expect(Object.fromEntries(scrape.headers)).toMatchObject({
    'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    'content-encoding': 'gzip',
    vary: 'Accept, Accept-Encoding',
  });
  const text = await scrape.text();
  const families = readOpenMetrics(text);
  const classic = await (await fetch(`http://${target}/metrics`)).text();
  await app.close();

  const requests = (labels: Readonly<Record<string, string>>) =>
    exemplarsOf(families, 'http_request_duration_seconds', labels);
  const arrived = new Set(receiver.spans.map(({ traceId }) => traceId));
  expect(arrived).toContain(reading);
  const [exemplar, ...further] = requests({ method: 'GET', route: '/schemas/ids/:id', status_code: '200' });
  expect(exemplar).toMatchObject({ labels: { trace_id: reading }, value: expect.any(Number) });
  expect(exemplar?.time).toBeGreaterThanOrEqual(begun);
  expect(exemplar?.time).toBeLessThanOrEqual(Date.now() / 1000);
  for (const each of further) expect(each.labels).toEqual({ trace_id: reading });
  expect(requests({ method: 'POST' })[0]?.labels).toEqual({ trace_id: registering });
  expect(requests({ route: '/health/live' })).toEqual([]);
  // A transaction of the store is part of the request that wrote.
  expect(exemplarsOf(families, 'schemagate_store_commit_duration_seconds')).toMatchObject([
    { labels: { trace_id: registering } },
  ]);
  const [called] = exemplarsOf(families, 'schemagate_outbound_attempt_duration_seconds');
  expect(arrived).toContain(called?.labels['trace_id']);
  expect(text).not.toContain(unsampled);

  // The same metrics, and no exemplar, in the format that knows none; after the other was asked for, too.
  expect(classic).not.toContain('trace_id');
  const inClassic = [...classic.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) =>
    type === 'counter' ? name.replace(/_total$/, '') : name,
  );
  expect(families.map(({ name }) => name)).toEqual(inClassic);
  expect(classic).toMatch(/^schemagate_errors_total\{category="internal"\} 0$/m);
  expect(text).toMatch(/^schemagate_errors_total\{category="internal"\} 0$/m);
});

const promtool = spawnSync('promtool', ['--version']).error === undefined;
it.skipIf(!promtool)('are read by Prometheus’ own parser', async () => {
  const { app, target } = await startBoth(await receiverForTest());
  await app.inject({ url: '/subjects', headers: partOf(traces[0]) });
  const text = await (await fetch(`http://${target}/metrics`, { headers: { accept } })).text();
  const directory = temporaryDirectory();
  const file = join(directory, 'metrics.txt');
  // What is loaded from a file needs the time of each sample.
  writeFileSync(file, text.replaceAll(/^([^#].*? \S+)( # \{.*)?$/gm, `$1 ${Date.now() / 1000}$2`));
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', file, directory];
  const { status, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
