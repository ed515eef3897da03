import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { serverCommand } from './pinning.ts';
import type { Target } from './target.ts';

/** The one thing that a bare app does. */
export interface BareRoute {
  readonly method: 'GET' | 'POST';
  /** In Fastify's notation. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Starts a Fastify app without plugins that gives the same answer to every request. */
export async function startBare(
  route: BareRoute,
  cores: { readonly anyCore: boolean } = { anyCore: false },
): Promise<Target> {
  const [command, args] = serverCommand([join(import.meta.dirname, 'bare-server.ts')], cores);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.send(route);
  const [url] = await once(child, 'message');
  return {
    url: String(url),
    pid: child.pid ?? 0,
    async stop() {
      await end(child);
      process.off('exit', kill);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** Headers that Node or Fastify give by themselves to any response. */
const automatic = new Set(['connection', 'content-length', 'date', 'keep-alive']);

/** What a bare app must answer to give the same headers and body as this response. */
export async function sameAnswer(response: Response): Promise<Pick<BareRoute, 'headers' | 'body'>> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  const headers = [...response.headers].filter(([name]) => !automatic.has(name));
  return { headers: Object.fromEntries(headers), body: await response.text() };
}

/** The same body with its media type alone. */
export function bodyAlone(answer: Pick<BareRoute, 'headers' | 'body'>): Pick<BareRoute, 'headers' | 'body'> {
  return { headers: { 'content-type': answer.headers['content-type'] ?? '' }, body: answer.body };
}
