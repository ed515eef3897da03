import { isSecretSetting } from '../../../src/config/secret-settings.ts';
import { configSchema } from '../../../src/config.ts';
import type { Volume } from '../kubernetes/types.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const pod = 'spec.template.spec';

/** What is not among the objects and has to be there already; docs/deployment.md says how it is made. */
const madeByHand = new Set([
  'Secret/schemagate-database',
  'Secret/schemagate-verify',
  'ConfigMap/schemagate-authority',
]);

export const secretRules: readonly Rule[] = [
  {
    id: 'no-secret-in-the-environment',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) =>
        spec.containers.flatMap(({ env = [] }) =>
          env
            .filter(({ name }) => isSecretSetting(name, configSchema.properties))
            .map(({ name }) => `${name} is in the environment; use ${name}_FILE`),
        ),
      ),
    brokenBy: {
      in: 'production',
      object,
      path: `${pod}.containers.0.env.0`,
      value: { name: 'DATABASE_URL', value: 'postgres://schemagate@db/schemagate' },
    },
  },
  {
    id: 'secrets-are-for-their-owner',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) =>
        (spec.volumes ?? [])
          .filter(({ secret, projected }) => secret !== undefined || projected !== undefined)
          .filter(({ secret, projected }) => (secret ?? projected)?.defaultMode !== 0o400)
          .map(({ name }) => `others may read what is in the volume ${name}`),
      ),
    brokenBy: { in: 'production', object, path: `${pod}.volumes.0.secret.defaultMode`, value: 0o644 },
  },
  {
    id: 'secrets-are-mounted-to-be-read',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) => {
        const secret = new Set((spec.volumes ?? []).filter(isSecret).map(({ name }) => name));
        return spec.containers.flatMap(({ volumeMounts = [] }) =>
          volumeMounts
            .filter(({ name, readOnly }) => secret.has(name) && readOnly !== true)
            .map(({ mountPath }) => `${mountPath} could be written`),
        );
      }),
    brokenBy: { in: 'production', object, path: `${pod}.containers.0.volumeMounts.0.readOnly`, value: false },
  },
  {
    id: 'what-is-mounted-is-there',
    faults: (manifests) => {
      const issued = new Set(manifests.of('Certificate').map(({ spec }) => `Secret/${spec.secretName}`));
      return manifests.pods
        .flatMap(({ spec }) => (spec.volumes ?? []).flatMap(sourcesOf))
        .filter((name) => !madeByHand.has(name) && !issued.has(name))
        .filter((name) => !manifests.all.some(({ kind, metadata }) => name === `${kind}/${metadata.name}`))
        .map((name) => `there is no ${name}`);
    },
    brokenBy: { in: 'production', object: 'Certificate/schemagate' },
  },
];

function isSecret({ secret, projected }: Volume): boolean {
  return secret !== undefined || projected !== undefined;
}

function sourcesOf({ secret, configMap, persistentVolumeClaim }: Volume): readonly string[] {
  if (secret?.secretName !== undefined) return [`Secret/${secret.secretName}`];
  if (configMap !== undefined) return [`ConfigMap/${configMap.name}`];
  return persistentVolumeClaim === undefined
    ? []
    : [`PersistentVolumeClaim/${persistentVolumeClaim.claimName}`];
}
