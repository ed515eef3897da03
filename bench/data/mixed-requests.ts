import { seededRandom } from '../../test/helpers/seeded-random.ts';
import type { NextRequest } from '../load/load.ts';
import { schemaRequest } from './schemas.ts';

/** How many in a hundred are what; the rest, 90, read a schema by its id. */
const checks = 8;
const writes = 2;

/** What the store holds already: schema `n` of `ids` is version 1 of `subject(n)`. */
export interface Stored {
  readonly ids: readonly number[];
  readonly subject: (number: number) => string;
}

/**
 * Requests as a registry meets them in earnest: 90 % read a schema by id, 8 % ask whether a schema is compatible,
 * 2 % register a new one. The same seed gives the same requests.
 */
export function mixedRequests({ ids, subject }: Stored, seed: number): () => NextRequest {
  const random = seededRandom(seed);
  let written = 0;
  return () => {
    const kind = random(100);
    const number = random(ids.length);
    if (kind < writes) {
      written += 1;
      const name = `bench-mixed-new-${seed}-${written}`;
      const body = schemaRequest(seed * 100_000 + written);
      return { method: 'POST', path: `/subjects/${name}/versions`, body };
    }
    if (kind < writes + checks) {
      const path = `/compatibility/subjects/${subject(number)}/versions/latest`;
      return { method: 'POST', path, body: schemaRequest(number + 50_000_000) };
    }
    return { method: 'GET', path: `/schemas/ids/${ids[number] ?? 1}` };
  };
}
