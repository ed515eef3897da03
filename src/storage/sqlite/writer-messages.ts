import type { OrderedChange } from '../../registry/succession.ts';
import type { BatchResult } from './commit-batch.ts';

/** What the writer thread needs to start. */
export interface WriterData {
  readonly file: string;
  readonly busyTimeout: number;
}

/** To the writer thread; it answers each before it takes the next. */
export type WriterRequest =
  | { readonly kind: 'commit'; readonly changes: readonly OrderedChange[] }
  /** Answered by the end of the thread. */
  | { readonly kind: 'close' };

/** From the writer thread. */
export type WriterReply = { readonly kind: 'ready' } | ({ readonly kind: 'committed' } & BatchResult);
