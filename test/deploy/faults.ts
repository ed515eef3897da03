import type { Manifests } from './kubernetes/manifests.ts';
import { schemaFaults } from './kubernetes/published-schemas.ts';
import { podSecurityFaults } from './pod-security/profile.ts';
import { rules } from './rules/all.ts';

/** Everything that is wrong with objects, but for their types, which are checked for many objects at once. */
export async function faultsOf(manifests: Manifests): Promise<readonly string[]> {
  return [
    ...(await schemaFaults(manifests.all)),
    ...podSecurityFaults(manifests),
    ...rules.flatMap(({ id, faults }) => faults(manifests).map((fault) => `${id}: ${fault}`)),
  ];
}
