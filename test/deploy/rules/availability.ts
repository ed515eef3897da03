import { type Manifests, selects } from '../kubernetes/manifests.ts';
import type { PodTemplate } from '../kubernetes/types.ts';
import { fewestReplicas } from './replicas.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const budget = 'PodDisruptionBudget/schemagate';

export const availabilityRules: readonly Rule[] = [
  {
    id: 'replicas-have-a-budget',
    faults: (manifests) =>
      manifests
        .of('Deployment')
        .filter(
          ({ metadata, spec }) =>
            fewestReplicas(manifests, metadata.name) > 1 && !hasBudget(manifests, spec.template),
        )
        .map(({ metadata }) => `${metadata.name} may lose all its pods at once`),
    brokenBy: { in: 'production', object: budget },
  },
  {
    id: 'budget-lets-nodes-be-drained',
    faults: (manifests) =>
      manifests.of('PodDisruptionBudget').flatMap(({ metadata, spec }) => {
        const fewest = Math.min(
          ...manifests
            .of('Deployment')
            .filter(({ spec: { template } }) => selects(spec.selector, template.metadata.labels))
            .map((deployment) => fewestReplicas(manifests, deployment.metadata.name)),
        );
        const blocks = spec.maxUnavailable === 0 || (spec.minAvailable ?? 0) >= fewest;
        return blocks ? [`${metadata.name} never lets a pod go`] : [];
      }),
    brokenBy: { in: 'production', object: budget, path: 'spec.maxUnavailable', value: 0 },
  },
  {
    id: 'budget-lets-unhealthy-pods-go',
    faults: (manifests) =>
      manifests
        .of('PodDisruptionBudget')
        .filter(({ spec }) => spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow')
        .map(({ metadata }) => `${metadata.name} keeps pods that don't work`),
    brokenBy: { in: 'production', object: budget, path: 'spec.unhealthyPodEvictionPolicy' },
  },
  {
    id: 'budget-selects-pods',
    faults: (manifests) =>
      manifests
        .of('PodDisruptionBudget')
        .filter(({ spec }) => !manifests.pods.some(({ metadata }) => selects(spec.selector, metadata.labels)))
        .map(({ metadata }) => `${metadata.name} selects no pod`),
    brokenBy: {
      in: 'sqlite',
      object: budget,
      path: 'spec.selector.matchLabels',
      value: { 'app.kubernetes.io/name': 'other' },
    },
  },
  {
    id: 'replicas-are-spread',
    faults: ({ services }) =>
      services.flatMap(({ pod }) =>
        ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']
          .filter(
            (key) =>
              !pod.spec.topologySpreadConstraints?.some(
                ({ topologyKey, labelSelector = {} }) =>
                  topologyKey === key && selects(labelSelector, pod.metadata.labels),
              ),
          )
          .map((key) => `pods are not spread by ${key}`),
      ),
    brokenBy: { in: 'production', object, path: 'spec.template.spec.topologySpreadConstraints.0' },
  },
  {
    id: 'updates-keep-the-number-of-pods',
    faults: (manifests) =>
      manifests
        .of('Deployment')
        .filter(({ spec: { strategy } }) => strategy?.type !== 'Recreate')
        .filter(({ spec: { strategy } }) => strategy?.rollingUpdate?.maxUnavailable !== 0)
        .map(({ metadata }) => `${metadata.name} is short of pods during an update`),
    brokenBy: { in: 'production', object, path: 'spec.strategy.rollingUpdate.maxUnavailable', value: 1 },
  },
  {
    id: 'deployment-selects-its-pods',
    faults: (manifests) =>
      manifests
        .of('Deployment')
        .filter(({ spec }) => !selects(spec.selector, spec.template.metadata.labels))
        .map(({ metadata }) => `${metadata.name} does not select its pods`),
    brokenBy: { in: 'sqlite', object, path: 'spec.selector.matchLabels', value: { app: 'other' } },
  },
];

function hasBudget(manifests: Manifests, { metadata }: PodTemplate): boolean {
  return manifests.of('PodDisruptionBudget').some(({ spec }) => selects(spec.selector, metadata.labels));
}
