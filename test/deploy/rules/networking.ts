import { type Manifests, selects, settingsOf } from '../kubernetes/manifests.ts';
import type { Labels, PolicyPort, Selector } from '../kubernetes/types.ts';
import type { Rule } from './rule.ts';

const policy = 'NetworkPolicy/schemagate';
const bothWays = ['Ingress', 'Egress'];

export const networkingRules: readonly Rule[] = [
  {
    id: 'service-selects-pods',
    faults: (manifests) =>
      manifests
        .of('Service')
        .filter(({ spec }) => podsOf(manifests, { matchLabels: spec.selector }).length === 0)
        .map(({ metadata }) => `${metadata.name} selects no pod`),
    brokenBy: {
      in: 'production',
      object: 'Service/schemagate',
      path: 'spec.selector',
      value: { 'app.kubernetes.io/name': 'other' },
    },
  },
  {
    id: 'service-port-exists',
    faults: (manifests) =>
      manifests
        .of('Service')
        .flatMap(({ metadata, spec }) =>
          spec.ports
            .filter(
              ({ targetPort }) => !hasPort(manifests, { matchLabels: spec.selector }, { port: targetPort }),
            )
            .map(({ targetPort }) => `no pod of ${metadata.name} has a port ${targetPort}`),
        ),
    brokenBy: {
      in: 'production',
      object: 'Service/schemagate',
      path: 'spec.ports.0.targetPort',
      value: 'web',
    },
  },
  {
    // Whoever reaches the API by a route or a service should not reach the metrics the same way.
    id: 'metrics-have-a-service-of-their-own',
    faults: (manifests) =>
      manifests
        .of('Service')
        .filter(({ spec }) => new Set(spec.ports.map(({ targetPort }) => targetPort)).size > 1)
        .map(({ metadata }) => `${metadata.name} mixes ports`),
    brokenBy: {
      in: 'production',
      object: 'Service/schemagate',
      path: 'spec.ports.1',
      value: { name: 'metrics', port: 9090, targetPort: 'metrics' },
    },
  },
  {
    id: 'namespace-is-closed-unless-opened',
    faults: (manifests) =>
      manifests.all
        .filter(({ kind }) => kind === 'Namespace')
        .filter(() => !bothWays.every((type) => policiesFor(manifests, {}, type).length > 0))
        .map(({ metadata }) => `other pods in ${metadata.name} are open`),
    brokenBy: { in: 'sqlite', object: 'NetworkPolicy/default-deny' },
  },
  {
    id: 'pods-have-a-policy-of-their-own',
    faults: (manifests) =>
      manifests.pods.flatMap(({ metadata, owner }) =>
        bothWays
          .filter((type) =>
            policiesFor(manifests, metadata.labels, type).every(({ matchLabels }) => !matchLabels),
          )
          .map((type) => `nothing says what ${type} the pods of ${owner.metadata.name} have`),
      ),
    brokenBy: {
      in: 'production',
      object: 'AnalysisTemplate/schemagate-verify',
      path: 'spec.metrics.0.provider.job.spec.template.metadata.labels',
      value: { app: 'other' },
    },
  },
  {
    id: 'policy-selects-pods',
    faults: (manifests) =>
      manifests
        .of('NetworkPolicy')
        .filter(({ spec }) => podsOf(manifests, spec.podSelector).length === 0)
        .map(({ metadata }) => `${metadata.name} selects no pod`),
    brokenBy: {
      in: 'production',
      object: 'NetworkPolicy/schemagate-database',
      path: 'spec.podSelector.matchLabels',
      value: { app: 'other' },
    },
  },
  {
    id: 'policy-opens-ports-that-exist',
    faults: (manifests) =>
      manifests.of('NetworkPolicy').flatMap(({ metadata, spec }) =>
        (spec.ingress ?? [])
          .flatMap(({ ports = [] }) => ports)
          .filter((port) => !hasPort(manifests, spec.podSelector, port))
          .map(({ port }) => `${metadata.name} opens ${port}, which no pod has`),
      ),
    brokenBy: { in: 'production', object: policy, path: 'spec.ingress.0.ports.0.port', value: 'web' },
  },
  {
    id: 'policy-names-peers-and-ports',
    faults: (manifests) =>
      manifests.of('NetworkPolicy').flatMap(({ metadata, spec }) => {
        const ways = [
          ...(spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
          ...(spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
        ];
        return ways
          .filter(({ peers = [], ports = [] }) => peers.length === 0 || ports.length === 0)
          .map(() => `${metadata.name} is open to everybody, or on every port`);
      }),
    brokenBy: { in: 'production', object: policy, path: 'spec.ingress.0.from' },
  },
  {
    id: 'policy-lets-names-be-resolved',
    faults: (manifests) =>
      manifests.pods
        .filter(({ metadata }) => !mayReach(manifests, metadata.labels, 53))
        .map(({ owner }) => `pods of ${owner.metadata.name} can't resolve names`),
    brokenBy: { in: 'production', object: policy, path: 'spec.egress', value: [] },
  },
  {
    id: 'policy-lets-the-database-be-reached',
    faults: (manifests) =>
      manifests.services
        .filter(({ container }) => settingsOf(container).DATABASE_URL_FILE !== undefined)
        .filter(({ pod }) => !mayReach(manifests, pod.metadata.labels, 5432))
        .map(({ pod }) => `pods of ${pod.owner.metadata.name} can't reach their database`),
    brokenBy: { in: 'production', object: 'NetworkPolicy/schemagate-database' },
  },
  {
    id: 'route-leads-to-a-service',
    faults: (manifests) =>
      manifests.of('HTTPRoute').flatMap(({ spec }) =>
        spec.rules
          .flatMap(({ backendRefs }) => backendRefs)
          .filter(
            (to) =>
              !manifests
                .of('Service')
                .some(
                  ({ metadata, spec }) =>
                    metadata.name === to.name && spec.ports.some(({ port }) => port === to.port),
                ),
          )
          .map(({ name, port }) => `there is no service ${name} with port ${port}`),
      ),
    brokenBy: {
      in: 'production',
      object: 'HTTPRoute/schemagate',
      path: 'spec.rules.0.backendRefs.0.port',
      value: 80,
    },
  },
  {
    id: 'monitor-selects-a-service',
    faults: (manifests) =>
      manifests
        .of('ServiceMonitor')
        .filter(
          ({ spec: { selector, endpoints } }) =>
            !endpoints.every((endpoint) =>
              manifests
                .of('Service')
                .some(
                  ({ metadata, spec }) =>
                    selects(selector, metadata.labels ?? {}) &&
                    spec.ports.some(({ name }) => name === endpoint.port),
                ),
            ),
        )
        .map(({ metadata }) => `${metadata.name} finds nothing to scrape`),
    brokenBy: {
      in: 'production',
      object: 'ServiceMonitor/schemagate',
      path: 'spec.endpoints.0.port',
      value: 'http',
    },
  },
];

function podsOf(manifests: Manifests, selector: Selector) {
  return manifests.pods.filter(({ metadata }) => selects(selector, metadata.labels));
}

function hasPort(manifests: Manifests, selector: Selector, { port }: PolicyPort): boolean {
  return podsOf(manifests, selector).some(({ spec }) =>
    spec.containers.some(({ ports }) => ports?.some((own) => [own.name, own.containerPort].includes(port))),
  );
}

function mayReach(manifests: Manifests, labels: Labels, port: number): boolean {
  const policies = manifests
    .of('NetworkPolicy')
    .filter(({ spec }) => selects(spec.podSelector, labels) && spec.policyTypes.includes('Egress'));
  const opened = policies.flatMap(({ spec }) => (spec.egress ?? []).flatMap(({ ports = [] }) => ports));
  return policies.length === 0 || opened.some((open) => open.port === port);
}

function policiesFor(manifests: Manifests, labels: Labels, type: string): readonly Selector[] {
  return manifests
    .of('NetworkPolicy')
    .filter(({ spec }) => selects(spec.podSelector, labels) && spec.policyTypes.includes(type))
    .map(({ spec }) => spec.podSelector);
}
