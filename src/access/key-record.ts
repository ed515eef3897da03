import { grantText, parseGrant } from './grant-text.ts';
import type { StoredKey } from './key-store.ts';

/** A key as a row of a table, with its columns. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** JSON */
  readonly grants: string;
  readonly digest: string;
  readonly previous_digest: string | null;
  readonly previous_until: number | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

/** The columns, in the order of `keyValues`. */
export const keyColumns = [
  'id',
  'name',
  'grants',
  'digest',
  'previous_digest',
  'previous_until',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
] as const satisfies readonly (keyof KeyRecord)[];

/** The values of a new row. */
export function keyValues(key: StoredKey): (string | number | null)[] {
  const record: KeyRecord = {
    id: key.id,
    name: key.name,
    grants: JSON.stringify(key.grants.map(grantText)),
    digest: key.digest,
    previous_digest: key.previous?.digest ?? null,
    previous_until: key.previous?.until ?? null,
    created_at: key.createdAt,
    expires_at: key.expiresAt ?? null,
    revoked_at: key.revokedAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
  };
  return keyColumns.map((column) => record[column]);
}

/** The key of a row. A grant that this version does not know gives nothing. */
export function keyOfRecord(record: KeyRecord): StoredKey {
  const { previous_digest: digest, previous_until: until } = record;
  return {
    id: record.id,
    name: record.name,
    grants: (JSON.parse(record.grants) as string[]).flatMap((text) => parseGrant(text) ?? []),
    digest: record.digest,
    previous: digest === null || until === null ? undefined : { digest, until },
    createdAt: record.created_at,
    expiresAt: record.expires_at ?? undefined,
    revokedAt: record.revoked_at ?? undefined,
    lastUsedAt: record.last_used_at ?? undefined,
  };
}
