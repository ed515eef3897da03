import { settingsOf } from '../kubernetes/manifests.ts';
import type { Rule } from './rule.ts';

export const certificateRules: readonly Rule[] = [
  {
    id: 'certificate-names-the-services',
    faults: (manifests) =>
      manifests.of('Certificate').flatMap(({ spec }) =>
        manifests
          .of('Service')
          .filter(
            ({ spec: { ports }, metadata }) =>
              ports.some(({ port }) => port === 8081) && !metadata.name.endsWith('-stable'),
          )
          .filter(({ metadata }) => !spec.dnsNames.some((name) => name.startsWith(`${metadata.name}.`)))
          .map(({ metadata }) => `clients of ${metadata.name} don't trust the certificate`),
      ),
    brokenBy: {
      in: 'production',
      object: 'Certificate/schemagate',
      path: 'spec.dnsNames',
      value: ['schemagate.example.com'],
    },
  },
  {
    id: 'gateway-speaks-tls-where-the-service-does',
    faults: (manifests) => {
      const withTls = manifests.services.some(
        ({ container }) => settingsOf(container).TLS_CERT_FILE !== undefined,
      );
      const reached = manifests
        .of('HTTPRoute')
        .flatMap(({ spec }) => spec.rules.flatMap(({ backendRefs }) => backendRefs.map(({ name }) => name)));
      const told = new Set(
        manifests.of('BackendTLSPolicy').flatMap(({ spec }) => spec.targetRefs.map(({ name }) => name)),
      );
      return reached
        .filter((name) => told.has(name) !== withTls)
        .map((name) => `the gateway and ${name} don't speak the same protocol`);
    },
    brokenBy: { in: 'production', object: 'BackendTLSPolicy/schemagate' },
  },
  {
    id: 'gateway-expects-a-name-of-the-certificate',
    faults: (manifests) =>
      manifests
        .of('BackendTLSPolicy')
        .filter(
          ({ spec: { validation } }) =>
            !manifests.of('Certificate').every(({ spec }) => spec.dnsNames.includes(validation.hostname)),
        )
        .map(({ spec: { validation } }) => `no certificate is for ${validation.hostname}`),
    brokenBy: {
      in: 'production',
      object: 'BackendTLSPolicy/schemagate',
      path: 'spec.validation.hostname',
      value: 'schemagate.example.com',
    },
  },
];
