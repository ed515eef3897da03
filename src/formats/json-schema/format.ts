import type {
  ImmediateFormat,
  ImmediateSchema,
  ParseResult,
  ResolvedReference,
} from '../../registry/format.ts';
import { readJson } from './json-reader.ts';
import { JsonSchema } from './json-schema.ts';

export interface JsonSchemaFormatOptions {
  /**
   * Refuse also changes that the reference server lets pass although old documents may then be
   * refused.
   */
  readonly sound: boolean;
  /** Do only what takes some milliseconds at most, and throw `WorkTooDear` instead of more. */
  readonly brief?: boolean;
}

/** JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12; a schema without `$schema` counts as draft 7. */
export function createJsonSchemaFormat({ sound, brief = false }: JsonSchemaFormatOptions): ImmediateFormat {
  const options = { sound, brief };
  return {
    type: 'JSON',
    parse(text: string, references: readonly ResolvedReference[]): ParseResult<ImmediateSchema> {
      const read = readJson(text);
      if (!read.ok) return read;
      const printed = read.canonical ? text : undefined;
      return { ok: true, schema: new JsonSchema(read.value, references, options, printed) };
    },
  };
}
