import { hash } from 'node:crypto';
import type { DumpRecord } from '../registry/dump.ts';
import type { RecordCounts } from './backup-format.ts';
import { lineOfRecord } from './record-line.ts';

const modulus = 2n ** 256n;

/**
 * Tells whether two dumps hold the same records, in whatever order: the sum of the records' SHA-256.
 * A sum and not an exclusive or, since that would not see a record that comes twice.
 */
export class DumpDigest {
  readonly #counts = { schema: 0, version: 0, config: 0, mode: 0, property: 0, 'last-id': 0 };
  #sum = 0n;

  /** Takes in a record, and returns its line. */
  add(record: DumpRecord): string {
    const line = lineOfRecord(record);
    this.#counts[record.kind] += 1;
    this.#sum = (this.#sum + BigInt(`0x${hash('sha256', line, 'hex')}`)) % modulus;
    return line;
  }

  get value(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }

  get counts(): RecordCounts {
    const { schema, version, config, mode, property } = this.#counts;
    return { schemas: schema, versions: version, configs: config, modes: mode, properties: property };
  }
}

/** The same records; the digest has them all when the last was taken. */
export async function* digested(
  records: AsyncIterable<DumpRecord>,
  digest: DumpDigest,
): AsyncGenerator<DumpRecord> {
  for await (const record of records) {
    digest.add(record);
    yield record;
  }
}
