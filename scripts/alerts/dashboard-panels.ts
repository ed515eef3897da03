/** A panel of the dashboard: each query with the text of its legend. `<s>` stands for job and instance. */
export interface Panel {
  readonly title: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  readonly queries: readonly (readonly [query: string, legend: string])[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const rate = (counter: string, matchers = '', by = '') =>
  `sum${by && ` by (${by})`} (rate(${counter}{<s>${matchers && `, ${matchers}`}}[$__rate_interval]))`;
const quantile = (share: number, histogram: string, by = '') =>
  `histogram_quantile(${share}, ${rate(`${histogram}_bucket`, '', by ? `le, ${by}` : 'le')})`;
const sum = (gauge: string, by: string) => `sum by (${by}) (${gauge}{<s>})`;
const each = '{{instance}}';

/** Requests, then each thing that has a limit: how much of it is used, what waits for it, what it failed at. */
export const rows: readonly Row[] = [
  {
    title: 'Service level',
    panels: [
      {
        title: 'Requests answered without a fault, 3 days',
        unit: 'percentunit',
        queries: [['1 - job:schemagate_availability_errors:ratio_rate3d{job=~"$job"}', '{{job}}']],
      },
      {
        title: 'Requests answered within 250 ms, 3 days',
        unit: 'percentunit',
        queries: [['1 - job:schemagate_latency_errors:ratio_rate3d{job=~"$job"}', '{{job}}']],
      },
      { title: 'Instances up', unit: 'short', queries: [['sum by (job) (up{<s>})', '{{job}}']] },
      {
        title: 'Versions',
        unit: 'short',
        queries: [['count by (version) (schemagate_build_info{<s>})', '{{version}}']],
      },
    ],
  },
  {
    title: 'Requests: rate, errors, duration',
    panels: [
      {
        title: 'Requests by route',
        unit: 'reqps',
        queries: [[rate('http_request_duration_seconds_count', '', 'method, route'), '{{method}} {{route}}']],
      },
      {
        title: 'Faults by route',
        unit: 'reqps',
        queries: [
          [
            rate('http_request_duration_seconds_count', 'status_code=~"5.."', 'method, route, status_code'),
            '{{method}} {{route}} {{status_code}}',
          ],
        ],
      },
      {
        title: 'Duration by route, 99 of 100',
        unit: 's',
        queries: [[quantile(0.99, 'http_request_duration_seconds', 'route'), '{{route}}']],
      },
      {
        title: 'Duration of all',
        unit: 's',
        queries: [
          [quantile(0.5, 'http_request_duration_seconds'), 'half'],
          [quantile(0.95, 'http_request_duration_seconds'), '95 of 100'],
          [quantile(0.99, 'http_request_duration_seconds'), '99 of 100'],
        ],
      },
      {
        title: 'Errors by category',
        unit: 'reqps',
        queries: [[rate('schemagate_errors_total', '', 'category'), '{{category}}']],
      },
      {
        title: 'Requests under way, and turned away',
        unit: 'short',
        queries: [
          [sum('schemagate_active_requests', 'instance'), each],
          [rate('schemagate_shed_requests_total', '', 'reason'), 'turned away a second: {{reason}}'],
        ],
      },
    ],
  },
  {
    title: 'Process',
    panels: [
      {
        title: 'CPU',
        unit: 'percentunit',
        queries: [[rate('process_cpu_seconds_total', '', 'instance'), each]],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [
          ['process_resident_memory_bytes{<s>}', `${each} resident`],
          ['nodejs_heap_size_used_bytes{<s>}', `${each} heap`],
        ],
      },
      {
        title: 'Event loop late, 99 of 100',
        unit: 's',
        queries: [['nodejs_eventloop_lag_p99_seconds{<s>}', each]],
      },
      {
        title: 'Time in garbage collection',
        unit: 'percentunit',
        queries: [[rate('nodejs_gc_duration_seconds_sum', '', 'instance, kind'), `${each} {{kind}}`]],
      },
      {
        title: 'Open files',
        unit: 'short',
        queries: [
          ['process_open_fds{<s>}', each],
          ['process_max_fds{<s>}', `${each} at most`],
        ],
      },
      {
        title: 'Disk left',
        unit: 'bytes',
        queries: [['schemagate_disk_free_bytes{<s>}', `${each} {{holds}}`]],
      },
    ],
  },
  {
    title: 'Store and database',
    panels: [
      {
        title: 'Transactions of the store',
        unit: 'ops',
        queries: [[rate('schemagate_store_commit_duration_seconds_count', '', 'instance'), each]],
      },
      {
        title: 'Time to make a change durable',
        unit: 's',
        queries: [
          [quantile(0.5, 'schemagate_store_commit_duration_seconds'), 'half'],
          [quantile(0.99, 'schemagate_store_commit_duration_seconds'), '99 of 100'],
        ],
      },
      {
        title: 'Pool of connections',
        unit: 'short',
        queries: [
          [sum('schemagate_database_pool_connections', 'instance, state'), `${each} {{state}}`],
          [sum('schemagate_database_pool_waiting_calls', 'instance'), `${each} calls wait`],
          [sum('schemagate_database_waiting_changes', 'instance'), `${each} changes wait`],
          [sum('schemagate_database_pool_max_connections', 'instance'), `${each} at most`],
        ],
      },
      {
        title: 'Calls to the database that failed, or were made again',
        unit: 'ops',
        queries: [
          [rate('schemagate_database_failures_total', '', 'instance'), `${each} failed`],
          [rate('schemagate_database_retries_total', '', 'instance'), `${each} again`],
        ],
      },
      {
        title: 'Circuit breaker of the database open',
        unit: 'bool_on_off',
        queries: [['schemagate_database_breaker_state{<s>, state="open"}', each]],
      },
      {
        title: 'Change feed, and age of stale answers',
        unit: 's',
        queries: [['schemagate_stale_seconds{<s>}', each]],
      },
    ],
  },
  {
    title: 'Memory before the database',
    panels: [
      {
        title: 'Share of questions answered from memory',
        unit: 'percentunit',
        queries: [
          [
            `${rate('schemagate_cache_hits_total', '', 'instance')} / (${rate('schemagate_cache_hits_total', '', 'instance')} + ${rate('schemagate_cache_misses_total', '', 'instance')})`,
            each,
          ],
        ],
      },
      {
        title: 'Entries',
        unit: 'short',
        queries: [['schemagate_cache_entries{<s>}', each]],
      },
      {
        title: 'Stale answers',
        unit: 'ops',
        queries: [[rate('schemagate_stale_reads_total', '', 'instance'), each]],
      },
    ],
  },
  {
    title: 'Threads for costly schemas',
    panels: [
      {
        title: 'Worked on, and waiting',
        unit: 'short',
        queries: [
          [sum('schemagate_costly_work_running', 'kind'), '{{kind}} worked on'],
          [sum('schemagate_costly_work_waiting', 'kind'), '{{kind}} waiting'],
        ],
      },
      {
        title: 'Done',
        unit: 'ops',
        queries: [[rate('schemagate_costly_work_done_total', '', 'kind'), '{{kind}}']],
      },
      {
        title: 'Without an answer',
        unit: 'ops',
        queries: [[rate('schemagate_costly_work_lost_total', '', 'kind, reason'), '{{kind}} {{reason}}']],
      },
    ],
  },
  {
    title: 'Other servers and webhooks',
    panels: [
      {
        title: 'Calls by host and outcome',
        unit: 'ops',
        queries: [[rate('schemagate_outbound_attempts_total', '', 'host, outcome'), '{{host}} {{outcome}}']],
      },
      {
        title: 'Duration of calls, 99 of 100',
        unit: 's',
        queries: [[quantile(0.99, 'schemagate_outbound_attempt_duration_seconds', 'host'), '{{host}}']],
      },
      {
        title: 'Circuit breakers open',
        unit: 'bool_on_off',
        queries: [['schemagate_outbound_breaker_state{<s>, state="open"}', `${each} {{host}}`]],
      },
      {
        title: 'Events that wait, and dead letters',
        unit: 'short',
        queries: [
          ['max by (endpoint) (schemagate_webhook_queue_length{<s>})', '{{endpoint}} waiting'],
          ['max by (endpoint) (schemagate_webhook_dead_letters{<s>})', '{{endpoint}} given up'],
        ],
      },
      {
        title: 'Age of the oldest event',
        unit: 's',
        queries: [['max by (endpoint) (schemagate_webhook_oldest_age_seconds{<s>})', '{{endpoint}}']],
      },
      {
        title: 'Attempts to deliver',
        unit: 'ops',
        queries: [
          [rate('schemagate_webhook_attempts_total', '', 'endpoint, outcome'), '{{endpoint}} {{outcome}}'],
        ],
      },
    ],
  },
  {
    title: 'Backups, audit log, flags, certificates',
    panels: [
      {
        title: 'Age of the newest verified backup',
        unit: 's',
        queries: [
          ['time() - max by (job) (schemagate_backup_last_verified_timestamp_seconds{<s>})', '{{job}}'],
        ],
      },
      {
        title: 'Backup: duration',
        unit: 's',
        queries: [['schemagate_backup_duration_seconds{<s>}', each]],
      },
      {
        title: 'Backup: size',
        unit: 'bytes',
        queries: [['max by (job) (schemagate_backup_size_bytes{<s>})', '{{job}}']],
      },
      {
        title: 'Backups that failed',
        unit: 'short',
        queries: [
          ['sum by (stage) (increase(schemagate_backup_failures_total{<s>}[$__rate_interval]))', '{{stage}}'],
        ],
      },
      {
        title: 'Audit events, and those lost',
        unit: 'ops',
        queries: [
          [rate('schemagate_audit_events_total', '', 'instance'), each],
          [rate('schemagate_audit_dropped_events_total', '', 'instance'), `${each} lost`],
        ],
      },
      {
        title: 'Feature flags',
        unit: 'bool_on_off',
        queries: [['schemagate_feature_flag{<s>}', `${each} {{flag}} ({{source}})`]],
      },
      {
        title: 'Files of feature flags: changes, and those refused',
        unit: 'short',
        queries: [
          [
            'sum by (outcome) (increase(schemagate_feature_flag_reloads_total{<s>}[$__rate_interval]))',
            '{{outcome}}',
          ],
        ],
      },
      {
        title: 'Certificate valid for',
        unit: 's',
        queries: [['schemagate_tls_certificate_expiry_timestamp_seconds{<s>} - time()', each]],
      },
    ],
  },
];
