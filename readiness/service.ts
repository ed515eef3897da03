import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startArguments } from '../bench/processes/start-command.ts';

/** Longest that a start may take, in milliseconds. */
const patienceMs = 30_000;

/** A service that was started as `npm start` does. */
export interface Service {
  readonly url: string;
  readonly metricsUrl: string;
  /** What it wrote to its standard output so far, line by line; with a log file, what was there when it was ready. */
  readonly log: readonly string[];
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Registers a schema under a subject, as a client does. */
  register(subject: string, schema: object): Promise<Response>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(): Promise<void>;
}

/**
 * Starts the service of a root on ports that the system chooses.
 * @throws Error with what it said when it ends before it is ready
 */
export async function startService(
  root: string,
  settings: Readonly<Record<string, string>>,
): Promise<Service> {
  const child = spawn(process.execPath, startArguments, {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', METRICS_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const log: string[] = [];
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', killWithParent);
    return code as number | null;
  });
  const found = (pattern: RegExp) => log.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '';
  // A start that says nothing must not be waited for.
  const timer = setTimeout(killWithParent, patienceMs);
  let following: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    const take = (line: string) => {
      log.push(line);
      if (line.includes('ready: store open')) resolve();
    };
    createInterface({ input: child.stdout }).on('line', take);
    const { LOG_FILE } = settings;
    if (LOG_FILE !== undefined)
      following = setInterval(() => linesOf(LOG_FILE).slice(log.length).forEach(take), 50);
    void ended.then((code) =>
      reject(new Error(`the service did not start, and ended with ${code}: ${complaints || log.at(-1)}`)),
    );
  }).finally(() => {
    clearTimeout(timer);
    clearInterval(following);
  });
  const url = found(/listening at (https?:[^\s"]+)/);
  return {
    url,
    metricsUrl: found(/metrics at (https?:[^\s"]+)/),
    log,
    ask: (path, init) => fetch(url + path, init),
    register: (subject, schema) =>
      fetch(`${url}/subjects/${subject}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
        body: JSON.stringify({ schemaType: 'JSON', schema: JSON.stringify(schema) }),
      }),
    signal: (signal) => void child.kill(signal),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}
