import { Gauge, Registry } from '@prometheus-io/client';
import { expect, it } from 'vitest';
import { renameMetrics } from '../../../src/plugins/metrics/default-metrics.ts';

it('renames what a registry has, and no more', async () => {
  const registry = new Registry();
  registry.registerMetric(new Gauge({ name: 'nodejs_active_handles_total', help: 'h', registers: [] }));
  renameMetrics(registry);
  expect(await registry.metrics()).toBe(
    '# HELP nodejs_active_handles_all h\n# TYPE nodejs_active_handles_all gauge\nnodejs_active_handles_all 0\n',
  );
});
