import {
  type ImmediateFormat,
  type ParseResult,
  type ResolvedReference,
  type SchemaFormat,
  type Work,
} from '../registry/format.ts';
import { BoundedSchema } from './bounded-schema.ts';
import type { CostlyWork } from './costly-work.ts';

/**
 * Characters of a schema and all that it refers to, up to which it is worked on at once: some milliseconds.
 * More go to a thread, as does what turns out to take longer.
 */
export const mostInline = 16 * 1024;

/** The format such that nothing keeps the event loop for more than some milliseconds. */
export function boundedFormat(brief: ImmediateFormat, costly: CostlyWork): SchemaFormat {
  const { type } = brief;
  return {
    type,
    parse(text, references, work) {
      if (sizeOf(text, references) > mostInline)
        return readElsewhere({ type, text, references }, costly, work);
      const read = brief.parse(text, references);
      if (!read.ok) return read;
      const source = { type, text: read.schema.canonicalText, references };
      return { ok: true, schema: new BoundedSchema(source, costly, read.schema) };
    },
  };
}

function sizeOf(text: string, references: readonly ResolvedReference[]): number {
  return references.reduce((size, reference) => size + reference.text.length, text.length);
}

async function readElsewhere(
  source: BoundedSchema['source'],
  costly: CostlyWork,
  work: Work,
): Promise<ParseResult> {
  const read = await costly.run('read', { source }, work);
  if (!read.ok) return read;
  return { ok: true, schema: new BoundedSchema({ ...source, text: read.text ?? source.text }, costly) };
}
