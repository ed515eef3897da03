import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

/** Who has a port. */
export type Listener =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'answers'; readonly body: string }
  /** It takes connections, but not this request. */
  | { readonly kind: 'silent'; readonly reason: string };

export interface Question {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Asks whoever listens there. The certificate is not looked at: nothing secret is sent. */
export async function askListener({ host, port, tls, path, signal }: Question): Promise<Listener> {
  const options = { host: reachable(host), port, path, signal, agent: false, rejectUnauthorized: false };
  const request = tls ? tlsRequest(options) : plainRequest(options);
  try {
    request.end();
    const [response] = await once(request, 'response');
    return { kind: 'answers', body: await text(response) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ECONNREFUSED') return { kind: 'nobody' };
    return { kind: 'silent', reason: signal.aborted ? 'no answer in time' : String(error) };
  } finally {
    request.destroy();
  }
}

/**
 * Listens for a moment on a port that nobody has, to see whether this user may.
 * @throws Error as `listen` does
 */
export async function tryToListen(host: string, port: number): Promise<void> {
  const server = createServer();
  server.listen({ host, port });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/** Who listens on all addresses is asked at the first. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
