// Has a real Prometheus scrape the service as it is shipped and load its rules, takes its database away under load, and
// demands that the right alerts fire and clear again. Windows and waiting times of the rules are divided by `--shorten`
// (60: an hour is a minute); thresholds stay. Without Prometheus it says "not run".
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../bench/processes/free-port.ts';
import { startPostgres } from '../test/helpers/postgres/server.ts';
import { type ServerProcess, startServerProcess } from '../test/helpers/server-process.ts';
import { rulesFile } from './alerts/rules.ts';
import { readSlo } from './alerts/slo.ts';

const expected = ['SchemagateDatabaseBreakerOpen', 'SchemagateAvailabilityBurn1h'];
const patienceMs = 180_000;
const { shorten } = parseArgs({ options: { shorten: { type: 'string', default: '60' } } }).values;

if (spawnSync('prometheus', ['--version']).error)
  console.log('alert drill: not run, since Prometheus is not installed');
else await drill();

async function drill(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-alerts-'));
  const database = await startPostgres();
  const service = await startServerProcess(directory, { DATABASE_URL: database.url() });
  const prometheus = await startPrometheus(directory, service);
  const load = startLoad(service.url);
  try {
    await until('are silent', prometheus.url, (firing) => firing.includes('SchemagateWatchdog'));
    await database.stop('immediate');
    await until('fire', prometheus.url, (firing) => expected.every((alert) => firing.includes(alert)));
    await database.start();
    await until('are clear', prometheus.url, (firing) => !expected.some((alert) => firing.includes(alert)));
  } finally {
    await load.stop();
    await prometheus.stop();
    await service.stop();
    await database.dispose();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function startPrometheus(directory: string, service: ServerProcess) {
  const rules = join(directory, 'rules.yaml');
  const config = join(directory, 'prometheus.yaml');
  writeFileSync(rules, rulesFile(readSlo(), Number(shorten)));
  const scrape = {
    job_name: 'schemagate',
    static_configs: [{ targets: [new URL(service.metricsUrl).host] }],
  };
  const globals = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ global: globals, rule_files: [rules], scrape_configs: [scrape] }));
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--config.file', config, '--storage.tsdb.path', join(directory, 'tsdb')];
  const child = spawn('prometheus', [...flags, '--web.listen-address', address, '--log.level', 'error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  return {
    url: `http://${address}`,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
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
