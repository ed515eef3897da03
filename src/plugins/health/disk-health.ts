import type { Disk } from '../../host/disk.ts';

/** The disks that the service keeps things on, without their paths, which are not for everyone. */
export interface DiskHealth {
  /** `low`: somebody has to make room, though all still works. */
  readonly status: 'ok' | 'low';
  /** Of the fullest, from 0 to 1. */
  readonly freeShare: number;
}

/** Below it the alert on a disk that is almost full fires as well. */
const leastShare = 0.05;

/** Undefined of no disks; those that are away are left out. */
export function diskHealth(disks: readonly (Disk | undefined)[]): DiskHealth | undefined {
  const shares = disks.flatMap((disk) => (disk && disk.size > 0 ? [disk.free / disk.size] : []));
  if (shares.length === 0) return undefined;
  const share = Math.min(...shares);
  return { status: share < leastShare ? 'low' : 'ok', freeShare: Math.round(share * 1000) / 1000 };
}
