import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/helpers/free-port.ts';
import type { Target } from './target.ts';

/** Whether HAProxy is there (Debian: apt-get install haproxy). */
export const hasProxy = spawnSync('haproxy', ['-v']).status === 0;

const patienceMs = 30_000;

export interface Proxy extends Target {
  /** Waits until so many servers pass their checks. */
  untilUp(servers: number): Promise<void>;
}

/** HAProxy before servers on this machine, set up as docs/runbooks/haproxy.cfg. */
export async function startProxy(ports: readonly number[]): Promise<Proxy> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-proxy-'));
  const [port, statsPort] = [await freePort(), await freePort()];
  const path = join(directory, 'haproxy.cfg');
  writeFileSync(path, configurationOf(ports, port, statsPort));
  const child = spawn('haproxy', ['-q', '-db', '-f', path], { stdio: ['ignore', 'ignore', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    untilUp: (servers) => untilUp(`http://127.0.0.1:${statsPort}/;csv`, servers),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      process.off('exit', kill);
      rmSync(directory, { recursive: true });
    },
  };
}

function configurationOf(ports: readonly number[], port: number, statsPort: number): string {
  const shown = readFileSync(join(import.meta.dirname, '../../docs/runbooks/haproxy.cfg'), 'utf8');
  const servers = ports
    .map((each, index) => `  server replica${index + 1} 127.0.0.1:${each} check\n`)
    .join('');
  return `${shown
    .replaceAll(/^ +server .*\n/gm, '')
    .replace('bind :8081', `bind 127.0.0.1:${port}`)}${servers}
frontend stats
  bind 127.0.0.1:${statsPort}
  stats enable
  stats uri /
`;
}

async function untilUp(url: string, servers: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    const csv = (await response?.text()) ?? '';
    if (csv.match(/^[\w-]+,replica\d.*,UP,/gm)?.length === servers) return;
    await sleep(50);
  }
  throw new Error(`HAProxy saw no ${servers} servers up within ${patienceMs} ms`);
}
