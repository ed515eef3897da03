import { RawConnection } from '../raw-http.ts';
import { type Attack, unlessStatus } from './attack.ts';

/** Opens connections that begin a request and do not go on; each must be answered 408 and closed. */
function stalling(name: string, begun: string): Attack {
  return {
    name,
    expected: '408, connection closed',
    async run({ port, connections }) {
      const problems = await Promise.all(
        Array.from({ length: connections }, async () => {
          const connection = new RawConnection(port);
          connection.write(begun);
          const answer = await connection.read();
          await connection.closed();
          return unlessStatus(name, answer, 408);
        }),
      );
      return problems.flat();
    },
  };
}

export const slow: readonly Attack[] = [
  stalling('slow headers', 'GET /subjects HTTP/1.1\r\nHost: a\r\nX-Slow: '),
  stalling(
    'slow body',
    'POST /subjects/a/versions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  ),
  {
    name: 'idle connections',
    expected: 'others are answered',
    async run({ port, connections }) {
      const idle = await Promise.all(
        Array.from({ length: connections * 20 }, async () => {
          const connection = new RawConnection(port);
          await connection.connected();
          return connection;
        }),
      );
      const other = new RawConnection(port);
      other.write('GET /subjects HTTP/1.1\r\nHost: a\r\n\r\n');
      const problems = unlessStatus('another client', await other.read(), 200);
      for (const connection of [...idle, other]) connection.close();
      return problems;
    },
  },
];
