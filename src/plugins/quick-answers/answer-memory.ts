import { LRUCache } from 'lru-cache';
import type { PreparedResponse } from '../reply-headers/prepared.ts';
import type { QuickTarget } from './quick-request.ts';
import type { Topic, Topics } from './topics.ts';

/** More variants of one answer than clients ask for in earnest. */
const mostVariants = 64;
/** Largest answer that is kept, in bytes. */
const largest = 1024 * 1024;
/** Memory that an entry takes, or a variant, besides its question and its bytes, roughly. */
const overhead = 256;

/** When an answer was begun: what was known then. */
export interface Moment {
  readonly changes: number;
  readonly staleReads: number;
}

/** Answers to one question, by variant: see `variantOf`. */
export interface KnownAnswer {
  readonly target: QuickTarget;
  readonly url: string;
  /** The body that asks; nothing where none does. */
  readonly body?: Buffer;
  readonly variants: ReadonlyMap<string, PreparedResponse>;
  readonly topics: Topics;
}

export interface Answered extends Omit<KnownAnswer, 'variants'> {
  readonly variant: string;
  readonly response: PreparedResponse;
  readonly since: Moment;
}

export interface AnswerMemoryOptions {
  /** Bound on all together, in bytes. */
  readonly maxBytes: number;
  /** How many answers the store gave so far that may have been out of date; undefined while it can't know. */
  readonly staleReads: () => number | undefined;
}

/** Answers by what asks for them, each kept until something that it was made from changes. */
export class AnswerMemory<Key extends string | number> {
  readonly #known: LRUCache<Key, KnownAnswer>;
  readonly #keys = new Map<Topic, Set<Key>>();
  readonly #staleReads: () => number | undefined;
  #changes = 0;

  constructor({ maxBytes, staleReads }: AnswerMemoryOptions) {
    this.#staleReads = staleReads;
    this.#known = new LRUCache<Key, KnownAnswer>({
      maxSize: maxBytes,
      maxEntrySize: Math.min(largest, maxBytes),
      dispose: ({ topics }, key) => this.#leave(topics, key),
    });
  }

  /** Bytes of all, roughly. */
  get bytes(): number {
    return this.#known.calculatedSize;
  }

  /** Topics of which something is kept. */
  get topics(): number {
    return this.#keys.size;
  }

  find(key: Key): KnownAnswer | undefined {
    return this.#known.get(key);
  }

  /** To be called before the store is asked; undefined when what comes of it can't be kept. */
  begin(): Moment | undefined {
    const staleReads = this.#staleReads();
    return staleReads === undefined ? undefined : { changes: this.#changes, staleReads };
  }

  /** Keeps an answer, when it was true all the while. */
  keep(key: Key, { variant, response, since, ...answered }: Answered): void {
    if (since.changes !== this.#changes || since.staleReads !== this.#staleReads()) return;
    const old = this.#known.peek(key);
    const more = old !== undefined && isSame(old, answered) && old.variants.size < mostVariants;
    const variants = new Map(more ? old.variants : []).set(variant, response);
    const topics = more ? [...new Set([...old.topics, ...answered.topics])] : answered.topics;
    const question = answered.url.length + (answered.body?.length ?? 0);
    const size = variants
      .values()
      .reduce((sum, each) => sum + each.size + overhead, question + overhead * (topics.length + 1));
    this.#known.delete(key);
    this.#known.set(key, { ...answered, variants, topics }, { size });
    // Unless it was too large.
    if (this.#known.has(key)) this.#enter(topics, key);
  }

  /** These have changed; undefined: all may have. */
  forget(topics: Topics | undefined): void {
    this.#changes += 1;
    if (topics === undefined) {
      this.#known.clear();
      return;
    }
    for (const topic of topics) {
      for (const key of this.#keys.get(topic) ?? []) this.#known.delete(key);
    }
  }

  #enter(topics: Topics, key: Key): void {
    for (const topic of topics) {
      const keys = this.#keys.get(topic);
      if (keys === undefined) this.#keys.set(topic, new Set([key]));
      else keys.add(key);
    }
  }

  #leave(topics: Topics, key: Key): void {
    for (const topic of topics) {
      const keys = this.#keys.get(topic);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(topic);
    }
  }
}

type Question = Pick<KnownAnswer, 'target' | 'url' | 'body'>;

/** Whether both answer the same question; another one can have the same key. */
function isSame(a: Question, b: Question): boolean {
  if (a.target !== b.target || a.url !== b.url) return false;
  return a.body === undefined || b.body === undefined ? a.body === b.body : a.body.equals(b.body);
}
