import type { Manifests } from '../kubernetes/manifests.ts';
import { baseline } from './baseline.ts';
import type { Control } from './control.ts';
import { restricted } from './restricted.ts';

/** The profile *restricted* of the Pod Security Standards. */
export const controls: readonly Control[] = [...baseline, ...restricted];

/** Controls that the pods of these objects break. */
export function podSecurityFaults(manifests: Manifests): readonly string[] {
  return manifests.pods.flatMap(({ owner, spec }) =>
    controls.filter(({ keeps }) => !keeps(spec)).map(({ id }) => `${owner.metadata.name}: ${id}`),
  );
}
