import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../free-port.ts';
import { mortal } from '../mortal-child.ts';
import { serverAccount } from './account.ts';
import { type PreparedPostgres, preparePostgres } from './prepare.ts';

/** A PostgreSQL server of the tests' own. */
export interface PostgresServer {
  readonly port: number;
  /** The URL of a database on it. */
  url(database?: string): string;
  /** `immediate` is a crash: nothing is finished, the next start recovers. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

/**
 * Starts a new, empty server on loopback; `settings` go over those that make tests fast. What it starts
 * from is removed with it.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  prepared?: PreparedPostgres,
): Promise<PostgresServer> {
  const { program, data: empty, dispose } = prepared ?? preparePostgres();
  const account = serverAccount();
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-postgres-'));
  account.own(directory);
  const data = join(directory, 'data');
  const copied = spawnSync('cp', ['-R', empty, data], {
    uid: account.uid,
    gid: account.gid,
    cwd: directory,
    encoding: 'utf8',
  });
  if (copied.status !== 0) throw new Error(`The files of a server were not copied: ${copied.stderr}`);

  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '32MB',
    max_connections: '100',
    dynamic_shared_memory_type: 'posix',
    ...settings,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(...mortal(program, ['-D', data, ...flags], 'QUIT'), {
      uid: account.uid,
      gid: account.gid,
      cwd: directory,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    await ready(started);
  }

  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await exited;
  }

  const killWithParent = () => child?.kill('SIGQUIT');
  process.once('exit', killWithParent);
  await start();
  return {
    port,
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    start,
    stop,
    async dispose() {
      await stop('immediate');
      process.off('exit', killWithParent);
      rmSync(directory, { recursive: true, force: true });
      dispose?.();
    },
  };
}

/** Resolves when the server accepts connections; rejects with its log when it ends before. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!child.stderr) throw new Error('The server was started without a log');
    const said: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('database system is ready to accept connections')) resolve();
      if (said.length < 50) said.push(line);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with code ${code}: ${said.join('\n')}`)));
  });
}
