import type { Pod } from '../kubernetes/manifests.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const pod = 'spec.template.spec';
const amounts = ['memory', 'ephemeral-storage', 'cpu'];

export const podRules: readonly Rule[] = [
  {
    id: 'containers-have-requests-and-limits',
    faults: ({ pods }) =>
      containersOf(pods).flatMap(({ name, resources }) =>
        amounts
          .filter((amount) => !resources?.requests?.[amount] || !resources.limits?.[amount])
          .map((amount) => `${name} may take any amount of ${amount}`),
      ),
    brokenBy: { in: 'production', object, path: `${pod}.containers.0.resources.limits.ephemeral-storage` },
  },
  {
    id: 'scratch-space-is-bounded',
    faults: ({ pods }) =>
      volumesOf(pods)
        .filter(({ emptyDir }) => emptyDir !== undefined && emptyDir.sizeLimit === undefined)
        .map(({ name }) => `the volume ${name} may fill the node`),
    brokenBy: { in: 'production', object, path: `${pod}.volumes.2`, value: { name: 'tmp', emptyDir: {} } },
  },
  {
    id: 'mounts-have-a-volume',
    faults: ({ pods }) =>
      pods.flatMap(({ spec }) =>
        spec.containers.flatMap(({ volumeMounts = [] }) =>
          volumeMounts
            .filter((mount) => !spec.volumes?.some(({ name }) => name === mount.name))
            .map(({ name }) => `there is no volume ${name}`),
        ),
      ),
    brokenBy: { in: 'sqlite', object, path: `${pod}.containers.0.volumeMounts.0.name`, value: 'other' },
  },
  {
    id: 'image-has-a-version',
    faults: ({ pods }) =>
      containersOf(pods)
        .filter(
          ({ image }) => !/(:(?!latest$)[\w.-]+(@sha256:[0-9a-f]{64})?|\{\{args\.image\}\})$/.test(image),
        )
        .map(({ image }) => `${image} may be anything tomorrow`),
    brokenBy: { in: 'production', object, path: `${pod}.containers.0.image`, value: 'schemagate:latest' },
  },
  {
    id: 'no-token-of-the-api-server',
    faults: ({ pods }) =>
      pods
        .filter(({ spec }) => spec.automountServiceAccountToken !== false)
        .map(({ owner }) => `pods of ${owner.metadata.name} hold a token that they don't need`),
    brokenBy: { in: 'production', object, path: `${pod}.automountServiceAccountToken` },
  },
  {
    id: 'account-of-its-own',
    faults: (manifests) =>
      manifests.pods
        .filter(({ spec }) => !manifests.has('ServiceAccount', spec.serviceAccountName ?? 'default'))
        .map(({ spec }) => `there is no account ${spec.serviceAccountName ?? 'default'}`),
    brokenBy: { in: 'production', object, path: `${pod}.serviceAccountName` },
  },
  {
    // Kubernetes would set variables named after services, and settings are variables.
    id: 'environment-without-service-links',
    faults: ({ pods }) =>
      pods
        .filter(({ spec }) => spec.enableServiceLinks !== false)
        .map(({ owner }) => `services of the namespace show up in the settings of ${owner.metadata.name}`),
    brokenBy: { in: 'production', object, path: `${pod}.enableServiceLinks` },
  },
];

function containersOf(pods: readonly Pod[]) {
  return pods.flatMap(({ spec }) => spec.containers);
}

function volumesOf(pods: readonly Pod[]) {
  return pods.flatMap(({ spec }) => spec.volumes ?? []);
}
