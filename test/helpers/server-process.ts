import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import { leakFinder } from './leaks.ts';
import { mortal } from './mortal-child.ts';

const script = fileURLToPath(new URL('../../src/server.ts', import.meta.url));

/** Severity of a warning in the log; lines below it are ordinary work. */
const warning = 40;

export interface LogLine {
  readonly level: number;
  readonly msg: string;
}

export interface Exit {
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null;
  readonly stderr: string;
}

/** The service as its users run it: a process of its own. */
export interface ServerProcess {
  /** Where the API listens, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly metricsUrl: string;
  /** What it logged above ordinary work. */
  readonly complaints: readonly LogLine[];
  /** Sends SIGHUP. */
  hangUp(): void;
  /** Asks it to end, and resolves when it has. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<Exit>;
  /** Ends it with SIGKILL, and resolves when it is dead. */
  kill(): Promise<void>;
  /** Resolves when it has ended, by whatever cause. */
  readonly exited: Promise<Exit>;
}

/**
 * Starts the service in `directory`, on ports that the system chooses and with the settings given over its
 * defaults, and resolves when its log says that it is ready. Rejects with its output when it ends before.
 * Whoever starts it ends it.
 */
export async function startServerProcess(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(...mortal(process.execPath, [script]), {
    cwd: directory,
    env: {
      DATA_DIR: join(directory, 'data'),
      SCHEMA_DIR: '',
      PORT: '0',
      METRICS_PORT: '0',
      // Counted as in service, and never reached.
      RATE_LIMIT_MAX: '1000000000',
      // Tests of other things must not fail on a machine that is busy.
      MAX_EVENT_LOOP_DELAY_MS: '0',
      COSTLY_SCHEMA_TIMEOUT_MS: '60000',
      ...compileCache(),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);

  const complaints: LogLine[] = [];
  const leaks = leakFinder(settings);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'close').then(([code]): Exit => {
    process.off('exit', killWithParent);
    return { code: code as number | null, stderr };
  });

  const addresses = await new Promise<{ api: string; metrics: string }>((resolve, reject) => {
    let api = '';
    let metrics = '';
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      if (line.level >= warning) complaints.push(line);
      if (leaks(text)) complaints.push({ level: warning, msg: `a secret is in the log: ${text}` });
      api ||= /^schemagate .* listening at (\S+)$/.exec(line.msg)?.[1] ?? '';
      metrics ||= /^metrics at (\S+)$/.exec(line.msg)?.[1] ?? '';
      if (line.msg.startsWith('ready:')) resolve({ api, metrics });
    });
    void exited.then(({ code }) => {
      const said = [stderr, ...complaints.map(({ msg }) => msg)].join('\n');
      reject(new Error(`The server ended with code ${code} before it was ready: ${said}`));
    });
  });

  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url: addresses.api,
    port: Number(new URL(addresses.api).port),
    metricsUrl: addresses.metrics,
    complaints,
    hangUp: () => void child.kill('SIGHUP'),
    stop: (signal = 'SIGTERM') => end(signal),
    kill: async () => void (await end('SIGKILL')),
    exited,
  };
}
