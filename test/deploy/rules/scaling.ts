import { settingsOf } from '../kubernetes/manifests.ts';
import { autoscalerOf, fewestReplicas, fixedReplicas, mostReplicas } from './replicas.ts';
import type { Rule } from './rule.ts';

const object = 'Deployment/schemagate';
const autoscaler = 'HorizontalPodAutoscaler/schemagate';
const settings = 'spec.template.spec.containers.0.env';

export const scalingRules: readonly Rule[] = [
  {
    id: 'autoscaler-without-fixed-replicas',
    faults: (manifests) =>
      manifests
        .of('Deployment')
        .filter(({ metadata }) => autoscalerOf(manifests, metadata.name) !== undefined)
        .filter(({ metadata }) => fixedReplicas(manifests, metadata.name) !== undefined)
        .map(({ metadata }) => `each apply of ${metadata.name} undoes what the autoscaler did`),
    brokenBy: { in: 'production', object, path: 'spec.replicas', value: 3 },
  },
  {
    id: 'autoscaler-target-exists',
    faults: (manifests) =>
      manifests
        .of('HorizontalPodAutoscaler')
        .filter(({ spec: { scaleTargetRef } }) => !manifests.has(scaleTargetRef.kind, scaleTargetRef.name))
        .map(({ metadata }) => `${metadata.name} scales nothing`),
    brokenBy: { in: 'production', object: autoscaler, path: 'spec.scaleTargetRef.name', value: 'other' },
  },
  {
    // A canary takes the pods of the deployment over; whoever scales that then scales nothing.
    id: 'autoscaler-turns-to-the-rollout',
    faults: (manifests) =>
      manifests
        .of('Rollout')
        .flatMap(({ spec }) =>
          manifests
            .of('HorizontalPodAutoscaler')
            .filter(({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === spec.workloadRef.kind),
        )
        .map(({ metadata }) => `${metadata.name} scales a deployment that a rollout has scaled down`),
    brokenBy: { in: 'production', object: autoscaler, path: 'spec.scaleTargetRef.kind', value: 'Deployment' },
  },
  {
    id: 'autoscaler-keeps-two',
    faults: (manifests) =>
      manifests
        .of('HorizontalPodAutoscaler')
        .filter(({ spec }) => (spec.minReplicas ?? 1) < 2 || spec.maxReplicas <= (spec.minReplicas ?? 1))
        .map(({ metadata }) => `${metadata.name} leaves one pod, or nothing to scale`),
    brokenBy: { in: 'production', object: autoscaler, path: 'spec.minReplicas', value: 1 },
  },
  {
    id: 'database-replicas-as-many-as-there-may-be',
    faults: (manifests) =>
      manifests.services.flatMap(({ pod, container }) => {
        const told = settingsOf(container).DATABASE_REPLICAS;
        const most = mostReplicas(manifests, pod.owner.metadata.name);
        return told === undefined || Number(told) >= most ? [] : [`told of ${told} replicas, may be ${most}`];
      }),
    brokenBy: {
      in: 'production',
      object: autoscaler,
      path: 'spec.maxReplicas',
      value: 12,
    },
  },
  {
    id: 'embedded-store-has-one-pod',
    faults: (manifests) =>
      manifests.services
        .filter(({ container }) => settingsOf(container).DATABASE_URL_FILE === undefined)
        .filter(({ pod }) => mostReplicas(manifests, pod.owner.metadata.name) > 1)
        .map(({ pod }) => `${pod.owner.metadata.name} has several pods, each with a store of its own`),
    brokenBy: { in: 'sqlite', object, path: 'spec.replicas', value: 2 },
  },
  {
    id: 'embedded-store-is-handed-over',
    faults: (manifests) =>
      manifests
        .of('Deployment')
        .filter(({ metadata }) => fewestReplicas(manifests, metadata.name) < 2)
        .filter(({ spec }) => spec.strategy?.type !== 'Recreate')
        .map(({ metadata }) => `the new pod of ${metadata.name} waits for a store that the old one has`),
    brokenBy: {
      in: 'sqlite',
      object,
      path: 'spec.strategy',
      value: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } },
    },
  },
  {
    id: 'embedded-store-has-a-volume-of-its-own',
    faults: (manifests) =>
      manifests.services
        .filter(({ container }) => settingsOf(container).DATABASE_URL_FILE === undefined)
        .flatMap(({ pod }) => {
          const claims = (pod.spec.volumes ?? []).flatMap(
            ({ persistentVolumeClaim }) => persistentVolumeClaim ?? [],
          );
          const good = manifests
            .of('PersistentVolumeClaim')
            .filter(({ spec }) => spec.accessModes.join() === 'ReadWriteOncePod')
            .some(({ metadata }) => claims.some(({ claimName }) => claimName === metadata.name));
          return good ? [] : [`${pod.owner.metadata.name} loses its data, or shares it`];
        }),
    brokenBy: {
      in: 'sqlite',
      object: 'PersistentVolumeClaim/schemagate-data',
      path: 'spec.accessModes',
      value: ['ReadWriteMany'],
    },
  },
  {
    // Kubernetes opens the root of a volume to the group of the pod; what is below keeps its modes.
    id: 'data-directory-below-a-volume',
    faults: ({ services }) =>
      services
        .filter(({ container }) => {
          const directory = settingsOf(container).DATA_DIR ?? '';
          return !container.volumeMounts?.some(
            ({ mountPath, readOnly }) => !readOnly && directory.startsWith(`${mountPath}/`),
          );
        })
        .map(({ container: { name } }) => `DATA_DIR of ${name} is not in a volume`),
    brokenBy: { in: 'sqlite', object, path: `${settings}.2.value`, value: '/var/lib/schemagate' },
  },
];
