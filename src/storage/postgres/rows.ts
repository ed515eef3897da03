import type {
  Guid,
  Metadata,
  RuleSet,
  SchemaId,
  SchemaReference,
  SchemaType,
  StoredSchema,
  SubjectVersion,
  Version,
} from '../../registry/schema.ts';
import { subjectOfKey } from './subject-key.ts';

/** The columns of every query for versions, from `versions AS v`. */
export const versionColumns = 'v.subject, v.version, v.schema_id, v.deleted, v.timestamp';

export interface VersionRow {
  readonly subject: Buffer;
  readonly version: number;
  readonly schema_id: number;
  readonly deleted: boolean;
  readonly timestamp: number;
}

/** The version that a row of `versionColumns` stands for. */
export function versionOfRow(row: VersionRow): SubjectVersion {
  return {
    subject: subjectOfKey(row.subject),
    version: row.version as Version,
    id: row.schema_id as SchemaId,
    deleted: row.deleted,
    timestamp: row.timestamp,
  };
}

/** The columns of every query for schemas. */
export const schemaColumns = 'id, guid, type, text, refs, metadata, rule_set';

export interface SchemaRow {
  readonly id: number;
  readonly guid: string;
  readonly type: string;
  readonly text: string;
  readonly refs: string | null;
  readonly metadata: string | null;
  readonly rule_set: string | null;
}

/** The schema that a row of `schemaColumns` stands for. */
export function schemaOfRow(row: SchemaRow): StoredSchema {
  const metadata = fromJson(row.metadata) as Metadata | undefined;
  const ruleSet = fromJson(row.rule_set) as RuleSet | undefined;
  return {
    id: row.id as SchemaId,
    guid: row.guid as Guid,
    schemaType: row.type as SchemaType,
    text: row.text,
    references: (fromJson(row.refs) as readonly SchemaReference[] | undefined) ?? [],
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
}

/** A value for a JSON column: NULL when there is none. Not jsonb, which sorts keys and refuses U+0000. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** The value of a JSON column. Only `toJson` writes there, so the caller knows its type. */
export function fromJson(json: string | null | undefined): unknown {
  return json === null || json === undefined ? undefined : JSON.parse(json);
}
