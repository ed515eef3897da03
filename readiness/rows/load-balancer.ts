import { judged, type Row } from '../row.ts';
import { gone } from '../text.ts';

/** Not ready before it stops, and alive meanwhile. */
export const row: Row = {
  id: 'load-balancer',
  group: 'deployment',
  title: 'Not ready before it stops, and alive meanwhile',
  risk: 'critical',
  source: 'NATS operations',
  async probe(candidate) {
    const path = 'deploy/kubernetes/base/deployment.yaml';
    if (!candidate.has(path)) return judged([`${path} is missing`], '');
    const text = candidate.read(path);
    const wanted = [
      '/health/live',
      '/health/ready',
      'startupProbe',
      'livenessProbe',
      'readinessProbe',
      'preStop',
    ];
    return judged(
      wanted.filter((word) => !text.includes(word)).map((word) => `${path} lacks ${word}`),
      wanted.join(', '),
    );
  },
  breaks: () => ({ reason: /is missing/, edits: { 'deploy/kubernetes/base/deployment.yaml': gone } }),
};
