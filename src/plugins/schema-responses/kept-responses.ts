import { LRUCache } from 'lru-cache';
import type { SchemaId } from '../../registry/schema.ts';
import type { PreparedResponse } from '../reply-headers/prepared.ts';

/** More responses about one schema than clients ask for in earnest. */
const mostResponses = 32;
/** Variants that have the same response, as those of readers with different rights do. */
const mostVariants = 1024;
/** What a further variant with the same response takes, in bytes, roughly. */
const variantSize = 256;

/** Responses by schema and variant; a variant is one answer: its route, shape and media type. */
export class KeptResponses {
  readonly #kept: LRUCache<SchemaId, Map<string, PreparedResponse>>;
  /** Schemas being read, by how many; one that changes meanwhile is taken out, so that its old state is not kept. */
  readonly #loading = new Map<SchemaId, { count: number }>();

  #keeps = true;

  /** @param maxBytes bound on all responses together; the least used schemas go first */
  constructor(maxBytes: number) {
    // A cache of size 0 would be one without bounds.
    this.#kept = new LRUCache({ maxSize: Math.max(maxBytes, 1) });
  }

  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  find(id: SchemaId, variant: string): PreparedResponse | undefined {
    return this.#kept.get(id)?.get(variant);
  }

  /** Makes the response and keeps it, unless the schema's holders change while it is made. */
  async load(
    id: SchemaId,
    variant: string,
    make: () => Promise<PreparedResponse>,
  ): Promise<PreparedResponse> {
    const readers = this.#loading.get(id) ?? { count: 0 };
    this.#loading.set(id, readers);
    readers.count += 1;
    try {
      const response = await make();
      if (this.#loading.get(id) === readers) this.keep(id, variant, response);
      return response;
    } finally {
      readers.count -= 1;
      if (readers.count === 0 && this.#loading.get(id) === readers) this.#loading.delete(id);
    }
  }

  /** Whether responses are kept; none are found while they are not. */
  set keeping(keeps: boolean) {
    this.#keeps = keeps;
    this.forgetAll();
  }

  /** Drops all that is kept. */
  forgetAll(): void {
    this.#kept.clear();
    this.#loading.clear();
  }

  /** Drops what is kept about these schemas. */
  forget(ids: readonly SchemaId[]): void {
    for (const id of ids) {
      this.#kept.delete(id);
      this.#loading.delete(id);
    }
  }

  /** Keeps a response that is true now. */
  keep(id: SchemaId, variant: string, response: PreparedResponse): void {
    if (!this.#keeps) return;
    const variants = this.#kept.get(id) ?? new Map<string, PreparedResponse>();
    const responses = new Set(variants.values());
    const same = responses.values().find((other) => isSame(other, response));
    if (variants.size >= mostVariants || (!same && responses.size >= mostResponses)) return;
    variants.set(variant, same ?? response);
    responses.add(same ?? response);
    const shared = (variants.size - responses.size) * variantSize;
    const size = responses.values().reduce((sum, kept) => sum + kept.size, shared);
    // A value that is there already would keep the size that it had.
    this.#kept.delete(id);
    this.#kept.set(id, variants, { size });
  }
}

function isSame(a: PreparedResponse, b: PreparedResponse): boolean {
  if (a.heads !== b.heads || a.etag !== b.etag) return false;
  return typeof a.body === 'string' || typeof b.body === 'string' ? a.body === b.body : a.body.equals(b.body);
}
