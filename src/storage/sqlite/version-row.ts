import type { SchemaId, SubjectVersion, Version } from '../../registry/schema.ts';
import { subjectOfKey } from './subject-key.ts';

/** The columns of every query for versions, from `scopes AS s` and `versions AS v`. */
export const versionColumns = 's.subject, v.version, v.schema_id, v.deleted, v.timestamp';

export interface VersionRow {
  readonly subject: Uint8Array;
  readonly version: number;
  readonly schema_id: number;
  readonly deleted: number;
  readonly timestamp: number;
}

/** The version that a row of `versionColumns` stands for. */
export function versionOfRow(row: VersionRow): SubjectVersion {
  return {
    subject: subjectOfKey(row.subject),
    version: row.version as Version,
    id: row.schema_id as SchemaId,
    deleted: row.deleted === 1,
    timestamp: row.timestamp,
  };
}
