import { Registry } from '@prometheus-io/client';
import { expect, it } from 'vitest';
import { backupMetrics } from '../../../src/plugins/backups/backup-metrics.ts';

it('tells a verification that failed from other failures, every stage from the start', async () => {
  const registry = new Registry();
  const metrics = backupMetrics(registry);
  metrics.found({ name: 'n', size: 7, createdAt: new Date(5000) });
  metrics.failed('dump');
  expect(await registry.metrics()).toMatch(/^schemagate_backup_last_verification_success 1$/m);
  metrics.failed('verify');
  const text = await registry.metrics();
  for (const line of [
    'schemagate_backup_last_verification_success 0',
    'schemagate_backup_last_verified_timestamp_seconds 5',
    'schemagate_backup_failures_total{stage="dump"} 1',
    'schemagate_backup_failures_total{stage="verify"} 1',
    'schemagate_backup_failures_total{stage="store"} 0',
    'schemagate_backup_failures_total{stage="retention"} 0',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});
