import type { Manifests } from '../kubernetes/manifests.ts';
import type { AutoscalerSpec } from '../kubernetes/types.ts';

/** The autoscaler of a deployment, whether it turns to it or to the rollout that has taken its pods. */
export function autoscalerOf(manifests: Manifests, deployment: string): AutoscalerSpec | undefined {
  const names = new Set([
    `Deployment/${deployment}`,
    ...rolloutsOf(manifests, deployment).map(({ name }) => `Rollout/${name}`),
  ]);
  return manifests
    .of('HorizontalPodAutoscaler')
    .map(({ spec }) => spec)
    .find(({ scaleTargetRef: { kind, name } }) => names.has(`${kind}/${name}`));
}

/** How many pods of a deployment there are at the least, when all is well. */
export function fewestReplicas(manifests: Manifests, deployment: string): number {
  return autoscalerOf(manifests, deployment)?.minReplicas ?? fixedReplicas(manifests, deployment) ?? 1;
}

export function mostReplicas(manifests: Manifests, deployment: string): number {
  return autoscalerOf(manifests, deployment)?.maxReplicas ?? fixedReplicas(manifests, deployment) ?? 1;
}

/** The number that is written down, which an autoscaler would fight with. */
export function fixedReplicas(manifests: Manifests, deployment: string): number | undefined {
  const [rollout] = rolloutsOf(manifests, deployment);
  const own = manifests.of('Deployment').find(({ metadata }) => metadata.name === deployment)?.spec.replicas;
  return rollout?.replicas ?? own;
}

function rolloutsOf(manifests: Manifests, deployment: string) {
  return manifests
    .of('Rollout')
    .filter(({ spec }) => spec.workloadRef.kind === 'Deployment' && spec.workloadRef.name === deployment)
    .map(({ metadata, spec }) => ({ name: metadata.name, replicas: spec.replicas }));
}
