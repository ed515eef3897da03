import { setTimeout as sleep } from 'node:timers/promises';
import { answering, startHttpPeer } from '../../test/helpers/http-peer.ts';
import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

const patienceMs = 20_000;

/** Operators see the circuit breaker of another server open, and the retries before. */
export const row: Row = {
  id: 'breaker-states',
  group: 'post-deployment',
  title: 'Metrics and health tell of retries and of a circuit breaker that opens, and the service goes on',
  risk: 'high',
  source: 'Google SRE launch checklist',
  deadlineMs: 90_000,
  async probe(candidate) {
    const peer = await startHttpPeer(answering(503));
    try {
      const service = await candidate.start({
        WEBHOOKS: JSON.stringify([{ name: 'failing', url: peer.url }]),
        OUTBOUND_ALLOW_PRIVATE: '127.0.0.0/8',
      });
      // Each subject has a queue of its own, so that none waits for the others' next attempt.
      const registered = await Promise.all(
        Array.from({ length: 12 }, async (_, n) => (await service.register(`told-${n}`, {})).status),
      );
      const wanted = {
        'an open breaker': /^schemagate_outbound_breaker_state\{[^}]*state="open"[^}]*\} 1$/m,
        'a breaker that opened':
          /^schemagate_outbound_breaker_changes_total\{[^}]*state="open"[^}]*\} [1-9]/m,
        'failed attempts': /^schemagate_outbound_attempts_total\{[^}]*outcome="server-error"[^}]*\} [1-9]/m,
        'events to be tried again': /^schemagate_webhook_queue_length\{[^}]*\} [1-9]/m,
      };
      const unseen = async () => {
        const scrape = await (await fetch(service.metricsUrl)).text();
        return Object.entries(wanted)
          .filter(([, pattern]) => !pattern.test(scrape))
          .map(([what]) => `the metrics do not tell of ${what}`);
      };
      const deadline = Date.now() + patienceMs;
      let problems = await unseen();
      while (problems.length > 0 && Date.now() < deadline) {
        await sleep(200);
        problems = await unseen();
      }
      const health = await service.ask('/health');
      const report = (await health.json()) as { components: { outbound?: { unavailable: number } } };
      if (report.components.outbound?.unavailable !== 1) problems.push('/health does not tell of it');
      const ready = await service.ask('/health/ready');
      if (health.status !== 200 || ready.status !== 200 || registered.some((status) => status !== 200))
        problems.push(`what it calls takes it down: ${health.status}, ${ready.status}, ${registered.join()}`);
      return judged(
        problems,
        `an endpoint failed ${peer.requests.length} times: ${Object.keys(wanted).join(', ')}; still ready`,
      );
    } finally {
      await peer.close();
    }
  },
  breaks: () => ({
    reason: /^the metrics do not tell of an open breaker$/,
    edits: {
      'src/plugins/outbound/outbound-metrics.ts': without('registry.registerMetric(breakerState(hosts));'),
    },
  }),
};
