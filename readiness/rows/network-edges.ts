import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Broken bytes on the wire get 400 and harm nobody. */
export const row: Row = {
  id: 'network-edges',
  group: 'testing',
  title: 'Broken bytes on the wire get 400 and harm nobody',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.end('GET / HTTP/9\r\nfoo\x00\r\n\r\n');
    const answer = await text(socket);
    const alive = await service.ask('/health/live');
    const problems: string[] = [];
    if (!/^HTTP\/1.1 400 /.test(answer)) problems.push(`it answers ${JSON.stringify(answer.slice(0, 40))}`);
    if (!/"error_code":\s*400/.test(answer)) problems.push('not in the form of the API');
    if (alive.status !== 200) problems.push(`and then is ${alive.status}`);
    return judged(problems, 'garbage gets 400 in the form of the API; the service goes on');
  },
  breaks: () => ({
    reason: /^it answers "HTTP\/1\.1 500/,
    edits: { 'src/plugins/unroutable.ts': replaced('?? 400', '?? 500') },
  }),
};
