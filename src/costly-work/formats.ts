import { createJsonSchemaFormat } from '../formats/json-schema/format.ts';
import type { ImmediateFormat } from '../registry/format.ts';
import type { SchemaType } from '../registry/schema.ts';

export interface FormatRules {
  /** Also refuse changes to JSON Schemas that the reference server lets pass though they can break a reader. */
  readonly sound: boolean;
}

/** The schema languages, for this thread or another; `brief` ones throw `WorkTooDear` instead of taking long. */
export function schemaFormats(
  rules: FormatRules,
  extent: 'brief' | 'whole',
): ReadonlyMap<SchemaType, ImmediateFormat> {
  const json = createJsonSchemaFormat({ sound: rules.sound, brief: extent === 'brief' });
  return new Map([[json.type, json]]);
}
