import { setTimeout as sleep } from 'node:timers/promises';
import { beginRead, beginRegistration } from '../half-request.ts';
import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

const manifest = 'deploy/kubernetes/base/deployment.yaml';

/** Not ready before it stops, and alive meanwhile. */
export const row: Row = {
  id: 'load-balancer',
  group: 'deployment',
  title: 'Not ready before it stops, and alive meanwhile',
  risk: 'critical',
  source: 'NATS operations',
  async probe(candidate) {
    const text = candidate.read(manifest);
    const wanted = [
      '/health/live',
      '/health/ready',
      'startupProbe',
      'livenessProbe',
      'readinessProbe',
      'preStop',
    ];
    const problems = wanted.filter((word) => !text.includes(word)).map((word) => `${manifest} lacks ${word}`);
    const service = await candidate.start();
    // It takes no new connections then: what asks is on its way already.
    const [work, ready, live] = [
      beginRegistration(service),
      beginRead(service, '/health/ready'),
      beginRead(service, '/health/live'),
    ];
    await sleep(300);
    service.signal('SIGTERM');
    await sleep(300);
    const statuses = [await ready.finish(), await live.finish(), await work.finish()].map((answer) =>
      answer.slice(9, 12),
    );
    if (statuses.join() !== '503,200,200')
      problems.push(`after SIGTERM ready, live and a request get ${statuses.join(', ')}`);
    return judged(
      problems,
      'after SIGTERM not ready (503), alive (200), and what was under way is answered; probes and preStop are set',
    );
  },
  breaks: () => ({
    reason: /^after SIGTERM ready, live and a request get 200, 200, 200$/,
    edits: { 'src/plugins/health/readiness.ts': without('this.#stopping = true;') },
  }),
};
