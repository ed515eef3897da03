import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { judged, type Row } from '../row.ts';
import { startSecureService } from '../secure-service.ts';

/** Clients agree on HTTP/2 with it, and those that do not know it get HTTP/1.1. */
export const row: Row = {
  id: 'http2',
  group: 'deployment',
  title: 'Clients agree on HTTP/2 with it, and those that do not know it get HTTP/1.1',
  risk: 'low',
  source: 'operations handbook',
  async probe(candidate) {
    const { service, authority, port } = await startSecureService(candidate);
    const problems: string[] = [];
    // An agent of HTTPS offers http/1.1 alone.
    const old = request({ port, host: '127.0.0.1', path: '/subjects', ca: authority.cert }).end();
    const [answer] = (await once(old, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200 || answer.httpVersion !== '1.1')
      problems.push(`without HTTP/2: ${answer.statusCode} by HTTP/${answer.httpVersion}`);
    answer.resume();
    const session = connect(service.url, { ca: authority.cert });
    try {
      await once(session, 'connect');
      const stream = session.request({ ':path': '/subjects' });
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      if (headers[':status'] !== 200 || session.alpnProtocol !== 'h2')
        problems.push(`${String(headers[':status'])} by ${session.alpnProtocol}`);
    } catch (error) {
      problems.push(`no HTTP/2: ${String(error)}`);
    } finally {
      session.destroy();
    }
    return judged(problems, 'ALPN agrees on h2, and on http/1.1 when that is all a client has');
  },
  breaks: () => ({ reason: /^no HTTP\/2: /, settings: { HTTP2: 'false' } }),
};
