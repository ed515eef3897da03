import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type Row } from '../row.ts';

/** A client that never finishes its request is cut off. */
export const row: Row = {
  id: 'timeouts',
  group: 'error handling',
  title: 'A client that never finishes its request is cut off',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.start({ HEADERS_TIMEOUT_MS: '300', TIMEOUT_CHECK_INTERVAL_MS: '100' });
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    const answer = await Promise.race([text(socket), sleep(4000, '')]);
    socket.destroy();
    return judged(
      /^HTTP\/1.1 408 /.test(answer) ? [] : ['a request that never ends is waited for'],
      'headers that do not come get 408',
    );
  },
  breaks: () => ({
    reason: /^a request that never ends is waited for$/,
    settings: { HEADERS_TIMEOUT_MS: '0', REQUEST_TIMEOUT_MS: '0' },
  }),
};
