import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CheckResult } from '../../src/verify/check.ts';
import { countRequests } from '../../src/verify/metrics.ts';
import { type VerifyReport, verify } from '../../src/verify/verify.ts';
import { version } from '../../src/version.ts';
import { certificateAuthority, replaceFile } from '../helpers/certificates.ts';
import { runCli } from '../helpers/cli.ts';
import { startHttpPeer } from '../helpers/http-peer.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const options = {
  credential: '',
  write: true,
  subjectPrefix: 'scratch-',
  reads: 20,
  maxP95Ms: 5000,
  maxErrorRatio: 0.01,
  minCertificateDays: 14,
};
const verdicts = ({ checks }: VerifyReport) => checks.map(({ id, verdict }) => `${id} ${verdict}`);
const found = ({ checks }: VerifyReport, wanted: CheckResult['id']) =>
  checks.find(({ id }) => id === wanted)?.found;

/** What the canary's job gives to `schemagate`, for another URL. */
function canaryWords(url: string): string[] {
  const manifest = readFileSync('deploy/kubernetes/components/canary/analysis-verify.yaml', 'utf8');
  const [, list = ''] = /command: \[node, src\/cli\.ts, (.*)\]/.exec(manifest) ?? [];
  return list.split(', ').map((word) => (word.startsWith('"https:') ? url : word));
}

it('says go to a registry that does well, and leaves nothing behind', async () => {
  const directory = temporaryDirectory();
  const server = await startServerProcess(directory);
  onTestFinished(() => void server.kill());
  const slo = resolve('deploy/prometheus/slo.yaml');
  const more = ['--metrics', server.metricsUrl, '--reads', '120', '--p95', '5000', '--slo', slo];
  const run = await runCli(directory, [...canaryWords(server.url), ...more, '--wait', '5', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const report = JSON.parse(run.stdout) as VerifyReport;
  expect(report.go).toBe(true);
  expect(verdicts(report)).toEqual([
    'health pass',
    'headers pass',
    'tls skipped',
    'round-trip pass',
    'latency pass',
    'metrics pass',
    'objectives pass',
  ]);
  expect(found(report, 'objectives')).toMatch(
    /^Availability: \d+ requests are too few .*; Latency \S+ % of \d+/,
  );
  const left = await fetch(`${server.url}/subjects?deleted=true`);
  expect(await left.json()).toEqual([]);

  const readOnly = await verify({ ...options, url: server.url, write: false });
  expect(found(readOnly, 'latency')).toBe('there is no schema to read');
  const slow = await verify({ ...options, url: server.url, maxP95Ms: 0 });
  expect(found(slow, 'latency')).toMatch(/^p95 is .* ms, over 0 ms$/);
  expect(slow.go).toBe(false);
  const old = await verify({ ...options, url: server.url, write: false, version: '0.0.1' });
  expect(found(old, 'health')).toBe(`version ${version} runs, not 0.0.1`);
});

it('says roll back when nobody answers, by its exit code', async () => {
  const peer = await startHttpPeer();
  await peer.close();
  const run = await runCli(temporaryDirectory(), ['verify', peer.url, '--key', 'none']);
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/^fail +health +\S+\/health\S* can't be reached: .*ECONNREFUSED/);
  expect(run.stdout).toMatch(/roll back\n$/);
  expect(run.stderr).toBe(`schemagate: ${peer.url} is not as it should be: roll back\n`);
  expect((await runCli(temporaryDirectory(), ['verify', 'ftp://a'])).code).toBe(2);
  const noFile = await runCli(temporaryDirectory(), ['verify', peer.url, '--slo', 'none.yaml']);
  expect(noFile.code).toBe(2);
  expect(noFile.stderr).toMatch(/^schemagate: --slo: ENOENT/);
});

it('waits for it to become ready, as long as it is told', async () => {
  let asked = 0;
  const peer = await startHttpPeer(({ path }, response) => {
    if (path === '/health/ready') asked += 1;
    response.writeHead(asked < 3 ? 503 : 200).end('{"status":"ok"}');
  });
  onTestFinished(() => peer.close());
  const patient = await verify({ ...options, url: peer.url, write: false, waitMs: 10_000 });
  expect(found(patient, 'health')).toMatch(/every component well$/);
  // Three times until it was, and once to look at it.
  expect(asked).toBe(4);
  asked = 0;
  const hasty = await verify({ ...options, url: peer.url, write: false });
  expect(found(hasty, 'health')).toMatch(/^\/health\/live answers 503/);
});

it('tells each thing that is wrong', async () => {
  const peer = await startHttpPeer(({ path, method }, response) => {
    response.setHeader('x-powered-by', 'Lemons');
    if (path === '/health') {
      const components = { database: { breaker: 'open' }, eventLoop: { status: 'overloaded' } };
      response.writeHead(503).end(JSON.stringify({ status: 'stopping', components }));
    } else if (path === '/metrics') {
      const count = (status: number, n: number) =>
        `http_request_duration_seconds_count{route="/a",status_code="${status}"} ${n}\n`;
      response.end(count(200, 50) + count(500, 50));
    } else if (method === 'POST') response.end('{"id":7}');
    else if (path.endsWith('permanent=true')) response.writeHead(403).end();
    else response.end('{}');
  });
  onTestFinished(() => peer.close());
  const report = await verify({ ...options, url: peer.url, metricsUrl: `${peer.url}/metrics` });
  expect(found(report, 'health')).toBe(
    '/health answers 503; /health says stopping; the circuit breaker of the database is open; the event loop is overloaded',
  );
  expect(found(report, 'headers')).toMatch(
    /^x-content-type-options is missing; .*x-powered-by tells "Lemons"$/,
  );
  expect(found(report, 'round-trip')).toMatch(
    /^reading by id answers something else .*; reading what was deleted answers 200$/,
  );
  expect(found(report, 'metrics')).toBe(
    'schemagate_build_info is missing; 50 of 100 answers since the start were errors of the server',
  );
  peer.answer((_request, response) => response.writeHead(500).end('oh'));
  const broken = await verify({ ...options, url: peer.url, metricsUrl: peer.url, credential: 'a:b' });
  expect(found(broken, 'round-trip')).toBe('registering answers 500: oh');
  expect(found(broken, 'latency')).toBe('nothing could be registered to read');
  expect(found(broken, 'metrics')).toMatch(/answers 500$/);
  expect(peer.requests.at(-2)?.headers.authorization).toBe(`Basic ${btoa('a:b')}`);
  peer.answer(({ path }, response) => {
    response.writeHead(path.includes('limit') ? 200 : 404).end('[{"id":3}]');
  });
  const missing = await verify({ ...options, url: peer.url, write: false });
  expect(found(missing, 'latency')).toBe('25 of 25 reads failed');
});

it('looks at the certificate', async () => {
  const directory = temporaryDirectory();
  const { cert, key } = await (await certificateAuthority()).issue('localhost');
  replaceFile(join(directory, 'tls.crt'), cert);
  replaceFile(join(directory, 'tls.key'), key);
  const server = await startServerProcess(directory, { TLS_CERT_FILE: 'tls.crt', TLS_KEY_FILE: 'tls.key' });
  onTestFinished(() => void server.kill());
  const report = await verify({ ...options, url: server.url });
  expect(found(report, 'tls')).toMatch(
    /^the certificate is not trusted: \w+; the certificate ends in [01] days$/,
  );
  expect(found(await verify({ ...options, url: 'https://127.0.0.1:1' }), 'tls')).toMatch(/^no connection: /);
});

it('counts what a scrape counts, probes left out', () => {
  const scrape = [
    'http_request_duration_seconds_count{method="GET",route="/schemas/ids/:id",status_code="200"} 7',
    'http_request_duration_seconds_count{method="GET",route="/subjects",status_code="503"} 2',
    'http_request_duration_seconds_count{method="GET",route="/health/ready",status_code="503"} 99',
  ].join('\n');
  expect(countRequests(scrape)).toEqual({ total: 9, failed: 2 });
});
