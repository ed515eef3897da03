import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { FlagState } from '../../flags/feature-flags.ts';

const outcomes = ['changed', 'refused'] as const;

export interface FlagMetrics {
  reloaded(outcome: (typeof outcomes)[number]): void;
}

/** Shows which flags are on, and counts how they changed. There are as many series as flags. */
export function flagMetrics(list: () => readonly FlagState[], registry: Registry): FlagMetrics {
  registry.registerMetric(
    new Gauge({
      name: 'schemagate_feature_flag',
      help: 'Whether a feature flag is on: 1 or 0; and where its value is from: environment, file or default.',
      labelNames: ['flag', 'source'],
      registers: [],
      collect() {
        // A flag of another source than before is another series.
        this.reset();
        for (const { name: flag, source, value } of list()) this.set({ flag, source }, value ? 1 : 0);
      },
    }),
  );
  const reloads = new Counter({
    name: 'schemagate_feature_flag_reloads_total',
    help: 'Times that the file of feature flags changed what is on, or could not be used, while the service runs.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of outcomes) reloads.inc({ outcome }, 0);
  return { reloaded: (outcome) => reloads.inc({ outcome }) };
}
