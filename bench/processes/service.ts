import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { freePort } from '../../test/helpers/free-port.ts';
import { serverCommand } from './pinning.ts';
import { startArguments, startEnvironment } from './start-command.ts';
import type { Target } from './target.ts';

export interface ServiceOptions {
  /** Of the store; without it a new one, removed at the end. */
  readonly directory?: string;
  /** Options for Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Lets the system choose the cores, also where servers are held to one. */
  readonly anyCore?: boolean;
  /** Where it listens; any free one without it. */
  readonly port?: number;
  /** Speaks TLS with this certificate, of which `ca` is the authority, in PEM. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly ca: string };
  /** Settings beyond those of every measure. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Service extends Target {
  /** Time from the start of the process to the first positive answer of its readiness probe, in ms. */
  readonly startMs: number;
}

const repository = join(import.meta.dirname, '../..');
const patienceMs = 60_000;

/**
 * Starts the service as `npm start` does, with its default settings and its log in a
 * file. Only the rate limit is out of reach, so that it counts every request and refuses none.
 */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const own = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
  const [port, metricsPort] = [options.port ?? (await freePort()), await freePort()];
  const { tls } = options;
  const log = openSync(join(own, 'service.log'), 'w');
  const nodeArguments = [...(options.nodeOptions ?? []), ...startArguments];
  const [command, args] = serverCommand(nodeArguments, { anyCore: options.anyCore ?? false });
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: repository,
    stdio: ['ignore', log, 'inherit'],
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      HOME: process.env['HOME'],
      ...startEnvironment,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      DATA_DIR: options.directory ?? join(own, 'data'),
      RATE_LIMIT_MAX: '1000000000',
      ...(tls && { TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: tls.keyFile }),
      ...options.settings,
    },
  });
  // A measure that fails must leave nothing running.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  closeSync(log);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  await ready(url, child, tls?.ca);
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    async stop() {
      await end(child);
      process.off('exit', kill);
      rmSync(own, { recursive: true });
    },
  };
}

async function ready(url: string, child: ChildProcess, ca?: string): Promise<void> {
  const dispatcher = new Agent({ connect: ca === undefined ? {} : { ca } });
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The service ended with code ${child.exitCode}`);
    const response = await fetch(`${url}/health/ready`, { dispatcher }).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return dispatcher.close();
    await sleep(5);
  }
  throw new Error(`The service was not ready within ${patienceMs} ms`);
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await exited;
  if (code !== 0) throw new Error(`The service ended with code ${String(code)}`);
}
