import {
  type ImmediateFormat,
  type ParseResult,
  type ResolvedReference,
  type SchemaFormat,
  type Work,
  WorkTooDear,
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
      const read = sizeOf(text, references) <= mostInline ? readBriefly(brief, text, references) : undefined;
      if (read === undefined) return readElsewhere({ type, text, references }, costly, work);
      if (!read.ok) return read;
      const source = { type, text: read.schema.canonicalText, references };
      return { ok: true, schema: new BoundedSchema(source, costly, read.schema) };
    },
  };
}

function sizeOf(text: string, references: readonly ResolvedReference[]): number {
  return references.reduce((size, reference) => size + reference.text.length, text.length);
}

function readBriefly(brief: ImmediateFormat, text: string, references: readonly ResolvedReference[]) {
  try {
    return brief.parse(text, references);
  } catch (error) {
    if (error instanceof WorkTooDear) return undefined;
    throw error;
  }
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
