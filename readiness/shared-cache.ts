import { once } from 'node:events';
import {
  request as ask,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Kept {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** What the request said in the headers that Vary names. */
  readonly chosenBy: OutgoingHttpHeaders;
  readonly freshUntil: number;
}

/** A cache that all clients share, in front of a service. */
export interface SharedCache {
  readonly url: string;
  /** Requests that went on to the service. */
  readonly forwarded: number;
  close(): Promise<void>;
}

/**
 * Starts a shared cache that keeps all that RFC 9111 lets it keep, as greedy as one may be: section 3 (what may be
 * kept), 3.5 (with Authorization), 4.1 (Vary), 4.2 (freshness). What is not fresh it asks for anew.
 */
export async function startSharedCache(origin: string): Promise<SharedCache> {
  const kept = new Map<string, Kept[]>();
  let forwarded = 0;
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/', headers } = request;
    const variants = kept.get(url) ?? [];
    const hit = variants.find(
      ({ chosenBy, freshUntil }) => freshUntil > Date.now() && agrees(chosenBy, headers),
    );
    if (method === 'GET' && hit !== undefined) {
      response.writeHead(200, { ...hit.headers, age: '0' }).end(hit.body);
      return;
    }
    forwarded += 1;
    const sent = ask(origin + url, { method, headers });
    request.pipe(sent);
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    const body = await buffer(reply);
    const freshUntil = Date.now() + freshMs(reply.headers, headers);
    if (method === 'GET' && reply.statusCode === 200 && freshUntil > Date.now())
      kept.set(url, [
        ...variants,
        { headers: reply.headers, body, chosenBy: chosenBy(reply.headers, headers), freshUntil },
      ]);
    response.writeHead(reply.statusCode ?? 502, reply.headers).end(body);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get forwarded() {
      return forwarded;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** How long the answer may be given to others without asking, in milliseconds; 0 when it may not. */
function freshMs(answer: IncomingHttpHeaders, request: IncomingHttpHeaders): number {
  const control = answer['cache-control'] ?? '';
  if (/\b(?:private|no-store|no-cache)\b/.test(control) || answer.vary === '*') return 0;
  const shared = /\b(?:public|s-maxage|must-revalidate)\b/.test(control);
  if (request.authorization !== undefined && !shared) return 0;
  return 1000 * Number(/\bs-maxage=(\d+)/.exec(control)?.[1] ?? /\bmax-age=(\d+)/.exec(control)?.[1] ?? 0);
}

function chosenBy(answer: IncomingHttpHeaders, request: IncomingHttpHeaders): OutgoingHttpHeaders {
  const names = (answer.vary ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter(Boolean);
  return Object.fromEntries(names.map((name) => [name, request[name]]));
}

function agrees(chosenBy: OutgoingHttpHeaders, request: IncomingHttpHeaders): boolean {
  return Object.entries(chosenBy).every(([name, value]) => request[name] === value);
}
