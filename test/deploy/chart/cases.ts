const postgres = { store: { engine: 'postgres' } };
const monitored = { serviceMonitor: { enabled: true } };

interface Case {
  readonly values: unknown;
  /** Kinds, with names where that is the point, that are there because of it. */
  readonly has?: readonly string[];
  /** Kinds that are gone because of it. */
  readonly lacks?: readonly string[];
  /** Pieces of the text that are there because of it. */
  readonly says?: readonly string[];
  /** Rules that don't hold when this is switched off; the user's own doing. */
  readonly breaks?: readonly string[];
}

/** Each option switched, alone or with what it needs. */
export const cases: Readonly<Record<string, Case>> = {
  'as it comes': {
    values: {},
    says: ['exec deployment/schemagate -- node src/cli.ts keys create', 'kubectl label namespace'],
    has: ['PersistentVolumeClaim/schemagate-data'],
    lacks: ['HorizontalPodAutoscaler'],
  },
  'on PostgreSQL': {
    values: postgres,
    has: ['HorizontalPodAutoscaler/schemagate'],
    lacks: ['PersistentVolumeClaim'],
  },
  'a fixed number of replicas': {
    values: { ...postgres, autoscaling: { enabled: false }, replicas: 4 },
    lacks: ['HorizontalPodAutoscaler'],
    says: ['replicas: 4', 'value: "4"'],
  },
  'a database elsewhere': {
    values: {
      store: {
        engine: 'postgres',
        postgres: { secret: 'db', key: 'dsn', port: 6432, peers: [{ ipBlock: { cidr: '10.9.0.0/16' } }] },
      },
    },
    says: ['secretName: db', 'key: dsn', 'cidr: 10.9.0.0/16', 'port: 6432'],
    breaks: ['what-is-mounted-is-there', 'policy-lets-the-database-be-reached'],
  },
  'a class of storage': {
    values: { store: { sqlite: { storageClassName: 'fast', size: '1Ti', keep: false } } },
    says: ['storageClassName: fast', 'storage: 1Ti'],
  },
  'an image by digest': {
    values: {
      image: {
        repository: 'registry.example.com/schemagate',
        tag: '0.1.0',
        digest: `sha256:${'a'.repeat(64)}`,
        pullPolicy: 'Always',
        pullSecrets: [{ name: 'pull' }],
      },
    },
    says: [`image: registry.example.com/schemagate:0.1.0@sha256:${'a'.repeat(64)}`, 'imagePullSecrets'],
  },
  settings: {
    values: {
      settings: {
        CACHE_MAX_BYTES: 25165824,
        HTTP2: false,
        LOG_LEVEL: 'warn',
        AUTH: 'none',
        SCHEMA_DIR: '/schemas',
      },
    },
    says: ['value: "25165824"', 'value: "false"', 'value: "warn"', 'value: "none"', 'value: "/schemas"'],
  },
  'flags switched': {
    values: { flags: { compression: false } },
    has: ['ConfigMap/schemagate-flags'],
    says: ['flags.yaml: "{\\"compression\\":false}"'],
  },
  'settings from secrets': {
    values: {
      secretSettings: {
        AUDIT_KEY: { secret: 'audit', key: 'key' },
        WEBHOOKS: { secret: 'hooks', key: 'json' },
      },
    },
    says: ['name: AUDIT_KEY_FILE', 'value: "/run/secrets/schemagate/settings/AUDIT_KEY"', 'name: hooks'],
  },
  'other resources': {
    values: {
      resources: {
        requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' },
        limits: { cpu: '3', memory: '2Gi', 'ephemeral-storage': '4Gi' },
      },
    },
    says: ['memory: 2Gi'],
  },
  'another drain': {
    values: { ...postgres, drainSeconds: 30, shutdownSeconds: 20 },
    says: ['seconds: 30', 'value: "20000"', 'terminationGracePeriodSeconds: 65'],
  },
  'no budget': {
    values: { ...postgres, podDisruptionBudget: { enabled: false } },
    lacks: ['PodDisruptionBudget'],
    breaks: ['replicas-have-a-budget'],
  },
  'no network policy': {
    values: { networkPolicy: { enabled: false } },
    lacks: ['NetworkPolicy'],
    breaks: ['pods-have-a-policy-of-their-own'],
  },
  'a namespace that is closed': {
    values: {
      networkPolicy: {
        defaultDeny: true,
        egress: [{ to: [{ ipBlock: { cidr: '203.0.113.7/32' } }], ports: [{ port: 443 }] }],
      },
    },
    has: ['NetworkPolicy/default-deny'],
    says: ['cidr: 203.0.113.7/32'],
  },
  monitoring: {
    values: {
      serviceMonitor: { enabled: true, interval: '30s', labels: { release: 'prometheus' } },
      groups: [
        {
          name: 'a',
          rules: [{ alert: 'Up', expr: 'up == 0', annotations: { summary: '{{ $labels.pod }} is away' } }],
        },
      ],
    },
    has: ['ServiceMonitor/schemagate', 'PrometheusRule/schemagate'],
    says: ['interval: 30s', 'release: prometheus', '{{ $labels.pod }} is away'],
  },
  TLS: {
    values: {
      tls: {
        enabled: true,
        certificate: { dnsNames: ['schemas.example.com'], issuer: { kind: 'Issuer', name: 'own' } },
      },
    },
    has: ['Certificate/schemagate'],
    says: ['scheme: HTTPS', 'appProtocol: https', '- schemas.example.com', 'kind: Issuer'],
  },
  'TLS with a certificate that is there': {
    values: { tls: { enabled: true, secret: 'schemagate-database', certificate: { enabled: false } } },
    lacks: ['Certificate'],
  },
  'a route': {
    values: { gateway: { enabled: true, hostnames: ['a.example.com'], parents: [{ name: 'internal' }] } },
    has: ['HTTPRoute/schemagate'],
    lacks: ['BackendTLSPolicy'],
    says: ['- a.example.com'],
  },
  'a route with TLS behind it': {
    values: { gateway: { enabled: true, authority: 'schemagate-authority' }, tls: { enabled: true } },
    has: ['HTTPRoute/schemagate', 'BackendTLSPolicy/schemagate'],
  },
  canaries: {
    values: {
      ...postgres,
      ...monitored,
      canary: { enabled: true, pause: '5m', prometheus: 'http://prometheus:9090' },
    },
    has: ['Rollout/schemagate', 'Service/schemagate-canary', 'AnalysisTemplate/schemagate-verify'],
    says: ['duration: 5m', 'value: http://prometheus:9090', 'http://schemagate-canary.schemagate.svc:8081'],
  },
  'canaries of a fixed number': {
    values: {
      ...postgres,
      ...monitored,
      canary: { enabled: true },
      autoscaling: { enabled: false },
      tls: { enabled: true },
    },
    has: ['Rollout/schemagate'],
    says: ['replicas: 3', 'https://schemagate-canary.schemagate.svc:8081'],
  },
  'where pods run': {
    values: {
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'a', operator: 'Exists' }],
      priorityClassName: 'high',
      podLabels: { team: 'data' },
      podAnnotations: { note: 'x' },
      serviceAccount: { annotations: { role: 'y' } },
    },
    says: ['disk: ssd', 'priorityClassName: high', 'team: data', 'note: x', 'role: "y"'],
  },
};

/** Values that the schema refuses, each with the place that it names. */
export const refused: readonly [name: string, values: unknown, place: string][] = [
  ['a misspelt option', { networkPolicies: {} }, ''],
  ['a misspelt option inside', { tls: { enable: true } }, '/tls'],
  ['another store', { store: { engine: 'mysql' } }, '/store/engine'],
  ['an image that may be anything', { image: { tag: 'latest' } }, '/image/tag'],
  ['half a digest', { image: { digest: 'sha256:abc' } }, '/image/digest'],
  ['one replica', { replicas: 1 }, '/replicas'],
  ['no drain', { drainSeconds: 0 }, '/drainSeconds'],
  ['resources without limits', { resources: { limits: null } }, '/resources/limits'],
  [
    'an amount in words',
    { resources: { requests: { memory: 'much', 'ephemeral-storage': '1Gi' }, limits: {} } },
    '/resources/requests/memory',
  ],
  ['a setting that the chart makes', { settings: { HOST: '::' } }, '/settings'],
  ['a setting that is an object', { settings: { WEBHOOKS: {} } }, '/settings/WEBHOOKS'],
  [
    'client certificates that probes lack',
    { settings: { TLS_CLIENT_AUTH: 'required' } },
    '/settings/TLS_CLIENT_AUTH',
  ],
  ['a secret without a key', { secretSettings: { AUDIT_KEY: { secret: 'a' } } }, '/secretSettings/AUDIT_KEY'],
  ['nobody as a client', { networkPolicy: { clients: [] } }, '/networkPolicy/clients'],
  ['canaries on one pod', { canary: { enabled: true }, serviceMonitor: { enabled: true } }, '/store/engine'],
  [
    'canaries unseen',
    { canary: { enabled: true }, store: { engine: 'postgres' } },
    '/serviceMonitor/enabled',
  ],
];
