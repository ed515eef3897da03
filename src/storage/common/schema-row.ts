import type {
  Guid,
  Metadata,
  RuleSet,
  SchemaId,
  SchemaReference,
  SchemaType,
  StoredSchema,
} from '../../registry/schema.ts';
import { fromJson } from './json-column.ts';

/** The columns of every query for schemas. */
export const schemaColumns = 'id, guid, type, text, refs, metadata, rule_set';

/** A schema as a row of a table, with its columns. */
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
