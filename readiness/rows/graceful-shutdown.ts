import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type Row } from '../row.ts';

/** A request under way at SIGTERM is answered. */
export const row: Row = {
  id: 'graceful-shutdown',
  group: 'resilience',
  title: 'A request under way at SIGTERM is answered',
  risk: 'critical',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.start();
    const body = JSON.stringify({ schemaType: 'JSON', schema: '{}' });
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(
      `POST /subjects/a/versions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    const answered = text(socket);
    await sleep(300);
    service.signal('SIGTERM');
    await sleep(300);
    socket.write(body.slice(5));
    const [answer, code] = await Promise.all([answered.catch(String), service.ended]);
    const problems: string[] = [];
    if (!/^HTTP\/1.1 200 /.test(answer))
      problems.push(`the request got ${JSON.stringify(answer.slice(0, 30))}`);
    if (code !== 0) problems.push(`it ended with ${code}`);
    return judged(
      problems,
      'a body that came half before SIGTERM and half after it was answered 200; exit code 0',
    );
  },
  breaks: () => ({ settings: { SHUTDOWN_TIMEOUT_MS: '1' } }),
};
