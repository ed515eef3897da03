import { setTimeout as sleep } from 'node:timers/promises';
import { beginRegistration } from '../half-request.ts';
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
    const request = beginRegistration(service);
    await sleep(300);
    service.signal('SIGTERM');
    await sleep(300);
    const [answer, code] = await Promise.all([request.finish(), service.ended]);
    const problems: string[] = [];
    if (!/^HTTP\/1.1 200 /.test(answer))
      problems.push(`the request got ${JSON.stringify(answer.slice(0, 30))}`);
    if (code !== 0) problems.push(`it ended with ${code}`);
    return judged(
      problems,
      'a body that came half before SIGTERM and half after it was answered 200; exit code 0',
    );
  },
  breaks: () => ({ reason: /^the request got ""/, settings: { SHUTDOWN_TIMEOUT_MS: '1' } }),
};
