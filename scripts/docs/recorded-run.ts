import type { Circumstances } from '../../bench/machine.ts';
import latest from '../../bench/results/latest.json' with { type: 'json' };
import type { Measured } from '../../bench/results.ts';

interface Recorded extends Circumstances {
  readonly measured: readonly Measured[];
  readonly profiles: readonly {
    readonly title: string;
    readonly shares: readonly { readonly module: string; readonly share: number }[];
  }[];
}

/** What `npm run bench -- --record` kept. */
export const recorded = latest as unknown as Recorded;
