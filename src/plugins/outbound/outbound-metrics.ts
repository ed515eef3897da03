import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import type { HostState } from '../../outbound/client.ts';
import type { BreakerState, OutboundListener } from '../../outbound/options.ts';
import { exemplarLabels } from '../metrics/exemplar-labels.ts';

const breakerStates: readonly BreakerState[] = ['closed', 'half-open', 'open'];
const worst: readonly BreakerState[] = ['open', 'half-open', 'closed'];

/**
 * Measures calls to other servers. Few hosts have a name of their own, so labels are bounded. `traceId` tells which
 * sampled trace the running code is part of.
 */
export function outboundMetrics(
  hosts: () => readonly HostState[],
  registry: Registry,
  traceId: () => string | undefined,
): OutboundListener {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['host'], registers });
  const attempts = new Counter({
    name: 'schemagate_outbound_attempts_total',
    help: 'Requests sent to other servers, retries included, by how they ended.',
    labelNames: ['host', 'outcome'],
    registers,
  });
  const duration = new Histogram<'host' | 'trace_id'>({
    name: 'schemagate_outbound_attempt_duration_seconds',
    help: 'Time that such a request took.',
    labelNames: ['host'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15],
    enableExemplars: true,
    registers: [],
  });
  registry.registerMetric(duration);
  const retries = counter('schemagate_outbound_retries_total', 'Requests sent again after a failure.');
  const spent = counter(
    'schemagate_outbound_retries_refused_total',
    'Retries not made because the host had too many already.',
  );
  const changes = new Counter({
    name: 'schemagate_outbound_breaker_changes_total',
    help: 'Times that the circuit breaker of a host came into a state.',
    labelNames: ['host', 'state'],
    registers,
  });
  registry.registerMetric(breakerState(hosts));
  registry.registerMetric(inFlight(hosts));
  return {
    onAttempt({ host, outcome, seconds }) {
      attempts.inc({ host, outcome });
      duration.observe({ labels: { host }, value: seconds, exemplarLabels: exemplarLabels(traceId()) });
    },
    onRetry: ({ host }) => retries.inc({ host }),
    onBudgetSpent: ({ host }) => spent.inc({ host }),
    onBreaker: (change) => changes.inc(change),
  };
}

function breakerState(hosts: () => readonly HostState[]): Gauge<'host' | 'state'> {
  return new Gauge({
    name: 'schemagate_outbound_breaker_state',
    help: 'Which state the circuit breaker of a host is in: 1 for that state, 0 for the others.',
    labelNames: ['host', 'state'],
    registers: [],
    collect() {
      this.reset();
      for (const [host, states] of byName(hosts())) {
        const shown = worst.find((state) => states.some((each) => each.state === state));
        for (const state of breakerStates) this.set({ host, state }, Number(state === shown));
      }
    },
  });
}

function inFlight(hosts: () => readonly HostState[]): Gauge<'host'> {
  return new Gauge({
    name: 'schemagate_outbound_calls_in_flight',
    help: 'Calls to other servers under way.',
    labelNames: ['host'],
    registers: [],
    collect() {
      this.reset();
      for (const [host, states] of byName(hosts())) {
        this.set(
          { host },
          states.reduce((sum, each) => sum + each.inFlight, 0),
        );
      }
    },
  });
}

/** Several hosts may share a name. */
function byName(hosts: readonly HostState[]): Map<string, HostState[]> {
  return Map.groupBy(hosts, ({ host }) => host);
}
