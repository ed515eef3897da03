import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const forms: Readonly<Record<string, string>> = {
  garbage: 'GET / HTTP/9\r\nfoo\x00\r\n\r\n',
  'a target that is no path': 'GET /subjects/% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'two lengths': 'POST /subjects/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
  'a length and chunks':
    'POST /subjects/a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a folded header': 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n',
};

/** Broken bytes on the wire get 400 and harm nobody. */
export const row: Row = {
  id: 'network-edges',
  group: 'testing',
  title: 'Broken bytes on the wire get 400 and harm nobody',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    // What may end it is asked of a service of its own.
    const service = await candidate.start();
    const problems: string[] = [];
    for (const [name, bytes] of Object.entries(forms)) {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      socket.end(bytes);
      const answer = await text(socket).catch(String);
      if (!/^HTTP\/1.1 400 /.test(answer))
        problems.push(`${name} gets ${JSON.stringify(answer.slice(0, 40))}`);
      else if (!/"error_code":\s*400/.test(answer)) problems.push(`${name} gets no error of the API`);
    }
    const alive = await service.ask('/health/live').then(
      ({ status }) => status,
      () => 'gone',
    );
    if (alive !== 200) problems.push(`and then it is ${alive}`);
    const { length } = Object.keys(forms);
    return judged(
      problems,
      `${length} kinds of broken requests get 400 in the form of the API; the service goes on`,
    );
  },
  breaks: () => ({
    reason: /^a target that is no path gets "".*and then it is gone$/,
    edits: {
      'src/plugins/unroutable.ts': replaced('app.errorHandler(refusal', 'app.noSuchThing(refusal'),
    },
  }),
};
