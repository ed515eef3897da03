import type { CompatibilityPolicy } from '../../registry/settings.ts';
import { type DifferenceKind, differenceKinds } from './difference.ts';

/** Whether a policy lets this kind of difference pass. */
export function isAllowed(kind: DifferenceKind, policy: CompatibilityPolicy): boolean {
  const { allowedBy } = differenceKinds[kind];
  return allowedBy === 'strict' || (allowedBy === 'lenient' && policy === 'LENIENT');
}
