import type { SchemaReference, SchemaType } from './schema.ts';
import type { CompatibilityPolicy } from './settings.ts';

/** A value at once, or later where finding it may take long. */
export type MaybePromise<T> = T | Promise<T>;

/** On whose behalf a format works. What may take long waits among its own kind, and ends when nobody waits for it. */
export interface Work {
  readonly kind: WorkKind;
  /** Aborted when the answer is not wanted any more. */
  readonly signal?: AbortSignal | undefined;
}

export const workKinds = ['registration', 'check', 'lookup'] as const;
export type WorkKind = (typeof workKinds)[number];

/** A schema language. Knows no clock and does no I/O; references arrive resolved. */
export interface SchemaFormat {
  readonly type: SchemaType;
  /**
   * Reads schema text. Succeeds for any well-formed text; whether it is a valid schema is told by
   * `ParsedSchema.problem`.
   */
  parse(text: string, references: readonly ResolvedReference[], work: Work): MaybePromise<ParseResult>;
}

/** A reference with the text that it stands for; `references` of the text itself come flattened too. */
export interface ResolvedReference extends SchemaReference {
  readonly text: string;
}

export type ParseResult<Schema = ParsedSchema> =
  | { readonly ok: true; readonly schema: Schema }
  /** `reason`: one sentence for the client, without a full stop needed. */
  | { readonly ok: false; readonly reason: string };

/** A schema that its format has read. */
export interface ParsedSchema {
  readonly type: SchemaType;
  /** The text that is stored and hashed: whitespace gone, everything else as written. */
  readonly canonicalText: string;
  /** The text for `normalize=true`: forms that mean the same become the same. */
  normalizedText(work: Work): MaybePromise<string>;
  /** Why this is not a valid schema (bad type name, unresolved reference, bad pattern, …), if it isn't. */
  problem(work: Work): MaybePromise<string | undefined>;
  /**
   * Why documents written with `writer` might not be readable with this schema: one message a
   * difference, in the API's form; empty when compatible. Same format on both sides.
   */
  incompatibilities(
    writer: ParsedSchema,
    options: ComparisonOptions,
    work: Work,
  ): MaybePromise<readonly string[]>;
  /** Which of the names are top-level fields, for the check of reserved fields. */
  fieldsAmong(names: readonly string[], work: Work): MaybePromise<readonly string[]>;
}

/** A format that answers at once, however long that takes. */
export interface ImmediateFormat extends SchemaFormat {
  parse(text: string, references: readonly ResolvedReference[]): ParseResult<ImmediateSchema>;
}

/** What an immediate format has read. Its methods throw `WorkTooDear` where that was asked for brief work alone. */
export interface ImmediateSchema extends ParsedSchema {
  normalizedText(): string;
  problem(): string | undefined;
  incompatibilities(writer: ParsedSchema, options: ComparisonOptions): readonly string[];
  fieldsAmong(names: readonly string[]): readonly string[];
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

/** Work turned out to take more than some milliseconds: it belongs where it may. Nothing was spent. */
export class WorkTooDear extends Error {
  override readonly name = 'WorkTooDear';
}

/** Too much costly work waits already; the same may succeed in a few seconds. */
export class FormatBusyError extends Error {
  override readonly name = 'FormatBusyError';
}
