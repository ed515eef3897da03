import { burnCases } from './burn-cases.ts';
import { type AlertCase, counts, instance, seriesOf, values } from './case.ts';

const job = { job: instance.job };
const calm = 10;
const rest = 60;

/** A measure that is well, then wrong for some minutes, then well again. */
function phases(well: number, wrong: number, minutes = 20): string {
  return values([well, calm], [wrong, minutes], [well, rest]);
}

/** Of each alert, one case. */
export const cases: readonly AlertCase[] = [
  ...burnCases,
  {
    alert: 'Watchdog',
    series: {},
    at: { firing: '0m' },
    labels: {},
    always: 'Its silence is the signal.',
  },
  {
    alert: 'TargetAbsent',
    series: { [seriesOf('up')]: '1x9 _x20 1x30' },
    at: { silent: '8m', firing: '25m', clear: '40m' },
    labels: {},
  },
  {
    alert: 'InstanceDown',
    series: { [seriesOf('up')]: phases(1, 0) },
    at: { silent: '8m', firing: '15m', clear: '35m' },
    labels: instance,
    summary: "a can't be scraped.",
  },
  {
    alert: 'Restarting',
    series: { [seriesOf('process_start_time_seconds')]: values([1, calm], [2, 1], [3, 1], [4, rest]) },
    at: { silent: '11m', firing: '15m', clear: '60m' },
    labels: instance,
    summary: 'a started 3 times within half an hour.',
  },
  {
    alert: 'ErrorSpike',
    series: {
      [seriesOf('schemagate_errors_total', { category: 'internal' })]: counts([0, 60], [60, 10], [0, rest]),
      // Mistakes of clients are no faults.
      [seriesOf('schemagate_errors_total', { category: 'validation' })]: counts(
        [0, 60],
        [600, 10],
        [600, rest],
      ),
    },
    at: { silent: '50m', firing: '67m', clear: '90m' },
    labels: job,
    summary: '1.0 faults a second, over five times as many as in the last six hours.',
  },
  {
    alert: 'EventLoopSlow',
    series: { [seriesOf('nodejs_eventloop_lag_p99_seconds')]: phases(0.01, 0.5) },
    at: { silent: '15m', firing: '25m', clear: '35m' },
    labels: instance,
    summary: 'a: the event loop is late by 0.50 s.',
  },
  {
    alert: 'MemoryHigh',
    series: { [seriesOf('process_resident_memory_bytes')]: phases(100_000_000, 800_000_000, 30) },
    at: { silent: '20m', firing: '30m', clear: '45m' },
    labels: instance,
    summary: 'a holds 762.9MiB of memory.',
  },
  {
    alert: 'RequestsShed',
    series: {
      [seriesOf('schemagate_shed_requests_total', { reason: 'in_flight' })]: counts(
        [0, calm],
        [60, 20],
        [0, rest],
      ),
    },
    at: { silent: '8m', firing: '20m', clear: '40m' },
    labels: { ...instance, reason: 'in_flight' },
    summary: 'a turns requests away: in_flight.',
  },
  {
    alert: 'DatabasePoolExhausted',
    series: { [seriesOf('schemagate_database_pool_waiting_calls')]: phases(0, 3) },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: instance,
    summary: 'a: 3 calls wait for a connection to the database.',
  },
  {
    alert: 'CostlyWorkRefused',
    series: {
      [seriesOf('schemagate_costly_work_lost_total', { kind: 'check', reason: 'timeout' })]: counts(
        [0, calm],
        [6, 30],
        [0, rest],
      ),
    },
    at: { silent: '15m', firing: '30m', clear: '60m' },
    labels: { ...instance, kind: 'check' },
    summary: 'a: costly schemas get no answer (check).',
  },
  {
    alert: 'DatabaseBreakerOpen',
    series: { [seriesOf('schemagate_database_breaker_state', { state: 'open' })]: phases(0, 1) },
    at: { silent: '9m', firing: '15m', clear: '35m' },
    labels: { ...instance, state: 'open' },
    summary: 'a reaches no database; reads come from memory, changes are refused.',
  },
  {
    alert: 'OutboundBreakerOpen',
    series: {
      [seriesOf('schemagate_outbound_breaker_state', { host: 'ci.example', state: 'open' })]: phases(0, 1),
    },
    at: { silent: '15m', firing: '25m', clear: '40m' },
    labels: { ...instance, host: 'ci.example', state: 'open' },
    summary: 'a gave up calling ci.example for now.',
  },
  {
    alert: 'ChangeFeedLost',
    series: {
      [seriesOf('schemagate_database_feed_listening')]: phases(1, 0),
      [seriesOf('schemagate_database_pool_max_connections')]: phases(4, 4),
      // An embedded store hears nothing, and need not.
      [seriesOf('schemagate_database_feed_listening', { instance: 'b' })]: phases(0, 0),
      [seriesOf('schemagate_database_pool_max_connections', { instance: 'b' })]: phases(0, 0),
    },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: instance,
    summary: 'a does not hear of changes by other replicas.',
  },
  {
    alert: 'AnswersStale',
    series: { [seriesOf('schemagate_stale_seconds')]: phases(0, 120) },
    at: { silent: '9m', firing: '15m', clear: '35m' },
    labels: instance,
    summary: 'a may answer what was true 2m 0s ago.',
  },
  {
    alert: 'BackupTooOld',
    series: {
      [seriesOf('schemagate_backup_last_success_timestamp_seconds')]: '0x400 120000x100',
      // Another replica, which made none of late: the newest counts.
      [seriesOf('schemagate_backup_last_success_timestamp_seconds', { instance: 'b' })]: '0x500',
    },
    interval: '5m',
    slow: true,
    at: { silent: '20h', firing: '27h', clear: '34h' },
    labels: job,
    summary: 'The newest verified backup is 1d 3h 0m 0s old.',
  },
  {
    alert: 'BackupUnverified',
    series: {
      [seriesOf('schemagate_backup_failures_total', { stage: 'verify' })]: values([0, calm], [1, 90]),
      [seriesOf('schemagate_backup_last_verification_success')]: phases(1, 0),
    },
    at: { silent: '8m', firing: '20m', clear: '35m' },
    labels: job,
  },
  {
    alert: 'BackupFailing',
    series: {
      [seriesOf('schemagate_backup_failures_total', { stage: 'store' })]: values([0, calm], [1, 120]),
    },
    at: { silent: '8m', firing: '15m', clear: '80m' },
    labels: { ...job, stage: 'store' },
    summary: 'Backups fail at the stage store.',
  },
  {
    alert: 'DiskFillsUp',
    series: {
      [seriesOf('schemagate_disk_free_bytes', { holds: 'data' })]: '50000x59 35000-10x119 80000x90',
      [seriesOf('schemagate_disk_size_bytes', { holds: 'data' })]: '100000x270',
    },
    slow: true,
    at: { silent: '45m', firing: '150m', clear: '195m' },
    labels: { ...instance, holds: 'data' },
    summary: 'a: the disk that holds data is full within four days.',
  },
  {
    alert: 'DiskAlmostFull',
    series: {
      [seriesOf('schemagate_disk_free_bytes', { holds: 'data' })]: phases(50, 4),
      [seriesOf('schemagate_disk_size_bytes', { holds: 'data' })]: phases(100, 100),
    },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: { ...instance, holds: 'data' },
    summary: 'a: the disk that holds data has 4% left.',
  },
  {
    alert: 'AuditLinesDropped',
    series: { [seriesOf('schemagate_audit_dropped_events_total')]: values([0, calm], [5, rest]) },
    at: { silent: '8m', firing: '12m', clear: '40m' },
    labels: instance,
    summary: 'a lost events of the audit log.',
  },
  {
    alert: 'AuditNotWritable',
    series: { [seriesOf('schemagate_audit_writable')]: phases(1, 0) },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: instance,
    summary: "a can't write its audit log; events wait in memory.",
  },
  {
    alert: 'LogLinesDropped',
    series: { [seriesOf('schemagate_log_dropped_bytes_total')]: values([0, calm], [500, rest]) },
    at: { silent: '8m', firing: '12m', clear: '40m' },
    labels: instance,
    summary: 'a lost log output.',
  },
  {
    alert: 'WebhookDeadLetters',
    series: { [seriesOf('schemagate_webhook_dead_letters', { endpoint: 'ci' })]: phases(0, 2) },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: { ...job, endpoint: 'ci' },
    summary: '2 events for ci were given up.',
  },
  {
    alert: 'WebhookQueueOld',
    series: { [seriesOf('schemagate_webhook_oldest_age_seconds', { endpoint: 'ci' })]: phases(0, 1200) },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: { ...job, endpoint: 'ci' },
    summary: 'ci has not taken an event for 20m 0s.',
  },
  {
    alert: 'SchemaDirectoryDrift',
    series: {
      [seriesOf('schemagate_schema_directory_drift', { kind: 'pending' })]: phases(0, 1, 30),
      // What nobody declared may well be wanted.
      [seriesOf('schemagate_schema_directory_drift', { kind: 'undeclared' })]: phases(7, 7, 30),
    },
    at: { silent: '20m', firing: '30m', clear: '45m' },
    labels: { ...job, kind: 'pending' },
    summary: 'The schema directory and the registry differ: 1 pending.',
  },
  {
    alert: 'CertificateExpiresSoon',
    series: {
      [seriesOf('schemagate_tls_certificate_expiry_timestamp_seconds')]: phases(5_000_000, 1_000_000, 120),
    },
    slow: true,
    at: { silent: '30m', firing: '105m', clear: '135m' },
    labels: instance,
    summary: 'a: the certificate ends in 11d 12h 1m 40s.',
  },
  {
    alert: 'CertificateExpiresNow',
    series: { [seriesOf('schemagate_tls_certificate_expiry_timestamp_seconds')]: phases(5_000_000, 100_000) },
    at: { silent: '12m', firing: '20m', clear: '35m' },
    labels: instance,
    summary: 'a: the certificate ends in 1d 3h 26m 40s.',
  },
  {
    alert: 'CertificateRefused',
    series: {
      [seriesOf('schemagate_tls_certificate_reloads_total', { outcome: 'refused' })]: values(
        [0, calm],
        [1, 90],
      ),
    },
    at: { silent: '8m', firing: '12m', clear: '80m' },
    labels: { ...instance, outcome: 'refused' },
    summary: "a found a new certificate that it can't use.",
  },
  {
    alert: 'PermissionsLoose',
    series: { [seriesOf('schemagate_loose_permissions')]: phases(0, 1, 30) },
    at: { silent: '20m', firing: '30m', clear: '45m' },
    labels: instance,
    summary: 'a: 1 secrets or directories are open to others.',
  },
];
