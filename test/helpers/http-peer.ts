import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that a peer got, whole. */
export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type PeerHandler = (request: PeerRequest, response: ServerResponse) => void;

/** Another server that the service calls. */
export interface HttpPeer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly requests: readonly PeerRequest[];
  /** From now on it answers so. */
  answer(handler: PeerHandler): void;
  close(): Promise<void>;
}

/** Answers each request with this status and body. */
export function answering(status: number, body = '', headers: Record<string, string> = {}): PeerHandler {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Takes requests and never answers. */
export const silence: PeerHandler = () => undefined;

/** Starts one on loopback, that answers 200 at first; whoever starts it closes it. */
export async function startHttpPeer(
  handler: PeerHandler = answering(200, 'ok'),
  port = 0,
): Promise<HttpPeer> {
  let current = handler;
  const requests: PeerRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    // A client that gives up amid its request is none of the peer's business.
    text(request).then(
      (body) => {
        requests.push({ method, path, headers, body });
        current({ method, path, headers, body }, response);
      },
      () => undefined,
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    port: chosen,
    requests,
    answer(next) {
      current = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
