import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { mortal } from './mortal-child.ts';

export const hasPrometheus = spawnSync('prometheus', ['--version']).error === undefined;

export interface PrometheusOptions {
  /** For its settings and what it stores. */
  readonly directory: string;
  /** What it scrapes every second, as `host:port`. */
  readonly target: string;
  /** Files with rules. */
  readonly rules?: readonly string[];
  readonly flags?: readonly string[];
}

/** Starts a real Prometheus, which may take a moment to answer; whoever starts it stops it. */
export async function startPrometheus({ directory, target, rules = [], flags = [] }: PrometheusOptions) {
  const config = join(directory, 'prometheus.yaml');
  const scrape = { job_name: 'schemagate', static_configs: [{ targets: [target] }] };
  const globals = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ global: globals, rule_files: rules, scrape_configs: [scrape] }));
  const address = `127.0.0.1:${await freePort()}`;
  const all = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(directory, 'tsdb')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
    ...flags,
  ];
  const child = spawn(...mortal('prometheus', all), { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  return {
    url: `http://${address}`,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
