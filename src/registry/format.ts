import type { SchemaReference, SchemaType } from './schema.ts';
import type { CompatibilityPolicy } from './settings.ts';

/** A schema language. Pure: no I/O, no clock; references arrive resolved. */
export interface SchemaFormat {
  readonly type: SchemaType;
  /**
   * Reads schema text. Succeeds for any well-formed text; whether it is a valid schema is told by
   * `ParsedSchema.problem`.
   */
  parse(text: string, references: readonly ResolvedReference[]): ParseResult;
}

/** A reference with the text that it stands for; `references` of the text itself come flattened too. */
export interface ResolvedReference extends SchemaReference {
  readonly text: string;
}

export type ParseResult =
  | { readonly ok: true; readonly schema: ParsedSchema }
  /** `reason`: one sentence for the client, without a full stop needed. */
  | { readonly ok: false; readonly reason: string };

/** A schema that its format has read. */
export interface ParsedSchema {
  readonly type: SchemaType;
  /** The text that is stored and hashed: whitespace gone, everything else as written. */
  readonly canonicalText: string;
  /** The text for `normalize=true`: forms that mean the same become the same. */
  normalizedText(): string;
  /** Why this is not a valid schema (bad type name, unresolved reference, bad pattern, …), if it isn't. */
  problem(): string | undefined;
  /**
   * Why documents written with `writer` might not be readable with this schema: one message a
   * difference, in the API's form; empty when compatible. Same format on both sides.
   */
  incompatibilities(writer: ParsedSchema, options: ComparisonOptions): readonly string[];
  /** Names of the top-level fields, for the check of reserved fields. */
  fieldNames(): readonly string[];
}

export interface ComparisonOptions {
  readonly policy: CompatibilityPolicy;
  /** How messages name the two sides: BACKWARD reads old data with the new schema, FORWARD the reverse. */
  readonly direction: 'BACKWARD' | 'FORWARD';
  readonly effort: Effort;
}

/**
 * The work that all comparisons of one request may still take, in small steps of the format's own. A
 * comparison takes its share away from it, and answers as incompatible what it has no steps left for.
 */
export interface Effort {
  stepsLeft: number;
}
