import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Forwards connections on loopback to a server, until told to misbehave. */
export interface TcpProxy {
  readonly port: number;
  /** From now on nothing that the server says arrives; what it is told still does. New connections too. */
  silence(): void;
  /** Lets everything through again, also what was held back. */
  relieve(): void;
  /** Resets every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let silent = false;
  const proxy = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    client.pipe(server);
    server.on('data', (bytes) => client.write(bytes));
    server.on('end', () => client.end());
    if (silent) server.pause();
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  function cut(): void {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  return {
    port: (proxy.address() as AddressInfo).port,
    silence() {
      silent = true;
      for (const { server } of pairs) server.pause();
    },
    relieve() {
      silent = false;
      for (const { server } of pairs) server.resume();
    },
    cut,
    async close() {
      proxy.close();
      cut();
      await once(proxy, 'close');
    },
  };
}
