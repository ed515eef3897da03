import type { Change } from '../kubernetes/changed.ts';
import type { Manifests } from '../kubernetes/manifests.ts';

/** Something that holds between objects, which their schemas can't say. */
export interface Rule {
  readonly id: string;
  /** One sentence for each place where it does not hold. */
  readonly faults: (manifests: Manifests) => readonly string[];
  /** What breaks it, in one of the renderings under test/deploy/fixtures. */
  readonly brokenBy: Change & { readonly in: 'production' | 'sqlite' };
}
