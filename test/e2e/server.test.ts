import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mortal } from '../helpers/mortal-child.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const script = fileURLToPath(new URL('../../src/server.ts', import.meta.url));

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message: string };
}

/** The service as a process, and what it says. */
class Service {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  readonly stderr: Promise<string>;
  readonly exitCode: Promise<number | null>;

  constructor(settings: Record<string, string>, directory = temporaryDirectory()) {
    this.child = spawn(...mortal(process.execPath, [script]), {
      cwd: directory,
      env: { PORT: '0', METRICS_PORT: '0', SCHEMA_DIR: '', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.child;
    if (stdout === null || stderr === null) throw new Error('no pipes');
    this.stderr = text(stderr);
    const read = once(
      createInterface({ input: stdout }).on('line', (line) => this.lines.push(JSON.parse(line))),
      'close',
    );
    this.exitCode = once(this.child, 'exit').then(async ([code]) => {
      await read;
      return code;
    });
  }

  messages(): string[] {
    return this.lines.map((line) => line.msg);
  }

  /** Waits for a line of the log, and gives what its pattern captures. */
  async said(pattern: RegExp): Promise<string> {
    const find = () =>
      this.messages()
        .map((message) => pattern.exec(message))
        .find((match) => match !== null) ?? false;
    const match = await vi.waitUntil(find, { timeout: 60_000 });
    return match[1] ?? '';
  }

  async ready(): Promise<string> {
    await this.said(/^ready/);
    return await this.said(/listening at (\S+)$/);
  }
}

const services: Service[] = [];
function start(settings: Record<string, string> = {}, directory?: string): Service {
  const service = new Service(settings, directory);
  services.push(service);
  return service;
}
afterEach(async () => {
  for (const service of services.splice(0)) {
    service.child.kill('SIGKILL');
    await service.exitCode;
  }
});

/** Sends a request but for the end of its body, and waits until the server has begun on it. */
async function halfRequest(service: Service, origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(
    'PUT /config HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"compati',
  );
  const metrics = await service.said(/^metrics at (\S+)$/);
  const begun = async () => (await (await fetch(metrics)).text()).includes('schemagate_active_requests 1\n');
  await vi.waitUntil(begun, { timeout: 60_000 });
  return socket;
}

describe('the server process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s', async (signal) => {
    const service = start();
    const origin = await service.ready();
    expect((await fetch(`${origin}/subjects`)).status).toBe(200);
    service.child.kill(signal);
    expect(await service.exitCode).toBe(0);
    expect(service.messages().slice(-4)).toEqual([
      'request completed',
      `${signal}: shutting down`,
      'audit log closed',
      'closed',
    ]);
    expect(await service.stderr).toBe('');
  });

  it('takes no more connections at shutdown, finishes the request under way, and ends well', async () => {
    const service = start();
    const origin = await service.ready();
    const socket = await halfRequest(service, origin);
    service.child.kill('SIGTERM');
    await service.said(/^SIGTERM: shutting down/);
    await expect(fetch(`${origin}/health/live`)).rejects.toThrow('fetch failed');
    socket.write('bility":"FULL"}'.padEnd(16));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(await service.exitCode).toBe(0);
  });

  it('cuts requests off after the time they have at shutdown', async () => {
    const service = start({ SHUTDOWN_TIMEOUT_MS: '200' });
    const socket = await halfRequest(service, await service.ready());
    service.child.kill('SIGTERM');
    expect(await text(socket)).toBe('');
    expect(await service.exitCode).toBe(0);
    expect(service.messages()).toContain('requests still under way after 200 ms are cut off');
  });

  it('leaves at once on a second signal, with a line and a code that say so', async () => {
    const service = start();
    await halfRequest(service, await service.ready());
    service.child.kill('SIGTERM');
    await service.said(/^SIGTERM: shutting down/);
    service.child.kill('SIGTERM');
    expect(await service.exitCode).toBe(1);
    expect(service.lines.at(-1)).toMatchObject({ level: 60, msg: 'second SIGTERM: leaving at once' });
  });

  it.each([
    ['an uncaught error', `throw new Error('planted')`],
    ['an unhandled rejection', `void Promise.reject(new Error('planted'))`],
  ])('logs %s, closes, and ends with a failure', async (_what, code) => {
    const fault = `process.on('SIGCONT', () => { ${code}; });`;
    const service = start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` });
    await service.ready();
    service.child.kill('SIGCONT');
    expect(await service.exitCode).toBe(1);
    expect(service.lines).toContainEqual(
      expect.objectContaining({
        level: 60,
        msg: 'uncaught error: shutting down',
        err: expect.objectContaining({ message: 'planted' }),
      }),
    );
    expect(service.messages().at(-1)).toBe('closed');
  });

  it.each([
    ['cuts connections off', '127.0.0.1', (socket: Socket) => void socket.destroy()],
    ['says nothing, and it does not listen yet', '0.0.0.0', () => undefined],
  ])('ends in order before it is ready, when its database %s', async (_what, HOST, treat) => {
    const database = createServer(treat).listen(0, '127.0.0.1');
    await once(database, 'listening');
    const { port } = database.address() as AddressInfo;
    const asked = once(database, 'connection');
    const service = start({ HOST, DATABASE_URL: `postgres://registry@127.0.0.1:${port}/registry` });
    const [socket] = (await asked) as [Socket];
    service.child.kill('SIGTERM');
    expect(await service.exitCode).toBe(0);
    expect(service.messages().at(-1)).toBe('closed');
    expect(service.lines.filter(({ level }) => level > 40)).toEqual([]);
    expect(await service.stderr).toBe('');
    socket.destroy();
    database.close();
  });

  it('leaves when an error follows while it shuts down', async () => {
    const fault = `process.on('SIGCONT', () => { throw new Error('planted'); });`;
    const service = start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` });
    await halfRequest(service, await service.ready());
    service.child.kill('SIGTERM');
    await service.said(/^SIGTERM: shutting down/);
    service.child.kill('SIGCONT');
    expect(await service.exitCode).toBe(1);
    expect(service.messages().at(-1)).toBe('error while shutting down: leaving at once');
  });
});

describe('a start that fails', () => {
  it('lists every wrong setting', async () => {
    const service = start({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await service.exitCode).toBe(1);
    expect(await service.stderr).toBe(
      'schemagate cannot start:\n' +
        '  PORT is "x"; expected a whole number from 0 to 65535.\n' +
        '  LOG_LEVEL is "loud"; expected one of trace, debug, info, warn, error, fatal, silent.\n',
    );
  });

  it('reads settings from .env', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, '.env'), 'LOG_LEVEL=loud\n');
    const service = start({}, directory);
    expect(await service.exitCode).toBe(1);
    expect(await service.stderr).toContain('LOG_LEVEL is "loud"');
  });

  it.each(['PORT', 'METRICS_PORT'])('says that %s is in use', async (setting) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const service = start({ [setting]: String(port) });
    expect(await service.exitCode).toBe(1);
    expect(await service.stderr).toBe(
      `schemagate cannot start:\n  127.0.0.1:${port} is in use by another program; choose another port\n`,
    );
    other.close();
  });

  it('says why the store cannot be opened', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    const service = start({ DATA_DIR: file, AUDIT_LOG: 'off' });
    expect(await service.exitCode).toBe(1);
    expect(await service.stderr).toMatch(/^schemagate cannot start:\n {2}.*is not a directory.*\n$/);
  });
});
