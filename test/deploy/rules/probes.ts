import { settingsOf } from '../kubernetes/manifests.ts';
import type { Container, Probe } from '../kubernetes/types.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const container = 'spec.template.spec.containers.0';

export const probeRules: readonly Rule[] = [
  {
    id: 'probes-present',
    faults: ({ services }) =>
      services
        .filter(({ container: { startupProbe, livenessProbe, readinessProbe } }) =>
          [startupProbe, livenessProbe, readinessProbe].includes(undefined),
        )
        .map(({ container: { name } }) => `${name} lacks a probe`),
    brokenBy: { in: 'production', object, path: `${container}.startupProbe` },
  },
  {
    id: 'liveness-is-not-readiness',
    faults: ({ services }) =>
      services
        .filter(({ container: { livenessProbe, readinessProbe } }) => samePath(livenessProbe, readinessProbe))
        .map(({ container: { name } }) => `${name} is restarted when it is only not ready`),
    brokenBy: {
      in: 'production',
      object,
      path: `${container}.livenessProbe.httpGet.path`,
      value: '/health/ready',
    },
  },
  {
    id: 'startup-does-not-wait-for-the-store',
    faults: ({ services }) =>
      services
        .filter(({ container: { startupProbe, readinessProbe } }) => samePath(startupProbe, readinessProbe))
        .map(({ container: { name } }) => `${name} is restarted while its store is away`),
    brokenBy: {
      in: 'production',
      object,
      path: `${container}.startupProbe.httpGet.path`,
      value: '/health/ready',
    },
  },
  {
    id: 'probe-port-exists',
    faults: ({ services }) =>
      services.flatMap(({ container }) =>
        probesOf(container)
          .filter(({ httpGet }) => !container.ports?.some(({ name }) => name === httpGet.port))
          .map(({ httpGet }) => `${container.name} has no port ${httpGet.port}`),
      ),
    brokenBy: { in: 'production', object, path: `${container}.readinessProbe.httpGet.port`, value: 'web' },
  },
  {
    // The service gives its store a second for a sign of life.
    id: 'readiness-may-take-as-long-as-the-store',
    faults: ({ services }) =>
      services
        .filter(({ container }) => (container.readinessProbe?.timeoutSeconds ?? 2) < 2)
        .map(({ container: { name } }) => `the readiness of ${name} is given up too early`),
    brokenBy: { in: 'production', object, path: `${container}.readinessProbe.timeoutSeconds`, value: 1 },
  },
  {
    id: 'probes-speak-tls-where-the-service-does',
    faults: ({ services }) =>
      services.flatMap(({ container }) => {
        const scheme = settingsOf(container).TLS_CERT_FILE ? 'HTTPS' : 'HTTP';
        return probesOf(container)
          .filter(({ httpGet }) => (httpGet.scheme ?? 'HTTP') !== scheme)
          .map(({ httpGet }) => `${httpGet.path} is not asked by ${scheme}`);
      }),
    brokenBy: { in: 'production', object, path: `${container}.livenessProbe.httpGet.scheme`, value: 'HTTP' },
  },
  {
    id: 'drains-for-a-readiness-period',
    faults: ({ services }) =>
      services
        .filter(({ container }) => drainOf(container) < (container.readinessProbe?.periodSeconds ?? 0))
        .map(({ container: { name } }) => `${name} stops before others know`),
    brokenBy: { in: 'production', object, path: `${container}.lifecycle.preStop.sleep.seconds`, value: 1 },
  },
  {
    // The service closes within 5 seconds after its drain.
    id: 'grace-period-covers-the-shutdown',
    faults: ({ services }) =>
      services
        .filter(({ pod, container }) => {
          const shutdown = Number(settingsOf(container).SHUTDOWN_TIMEOUT_MS ?? 10_000) / 1000;
          return (pod.spec.terminationGracePeriodSeconds ?? 30) < drainOf(container) + shutdown + 5;
        })
        .map(({ container: { name } }) => `${name} is killed before it has closed`),
    brokenBy: {
      in: 'production',
      object,
      path: 'spec.template.spec.terminationGracePeriodSeconds',
      value: 30,
    },
  },
];

function probesOf({ startupProbe, livenessProbe, readinessProbe }: Container): readonly Probe[] {
  return [startupProbe, livenessProbe, readinessProbe].filter((probe) => probe !== undefined);
}

function samePath(one: Probe | undefined, other: Probe | undefined): boolean {
  return one !== undefined && one.httpGet.path === other?.httpGet.path;
}

function drainOf({ lifecycle }: Container): number {
  return lifecycle?.preStop?.sleep?.seconds ?? 0;
}
