import {
  type ComparisonOptions,
  type ImmediateSchema,
  type ParsedSchema,
  type ResolvedReference,
  WorkTooDear,
} from '../../registry/format.ts';
import { type CompareResult, compareSchemas } from './compare.ts';
import { isAllowed } from './compatibility-policy.ts';
import { printJson, printSorted } from './json-printer.ts';
import { isJsonObject, type JsonValue } from './json-value.ts';
import { type LoweringResult, lowerDocument } from './lowering/lower-document.ts';
import { PatternSet, UnicodeClassesExceeded } from './lowering/pattern-set.ts';
import { remoteReferenceRefused } from './lowering/reference-resolver.ts';
import { differenceMessage } from './messages.ts';
import type { SchemaNode } from './model.ts';
import { PatternTooCostly, withPatternTime } from './pattern-time.ts';

/** What one comparison may take where work is to be brief: steps, of which a cold one takes up to a microsecond. */
const briefSteps = 10_000;
/** Unicode classes that may be compiled where work is to be brief. */
const briefUnicodeClasses = 20;

export interface JsonSchemaOptions {
  readonly sound: boolean;
  readonly brief: boolean;
}

/** A JSON Schema document with the documents that it refers to. */
export class JsonSchema implements ImmediateSchema {
  readonly type = 'JSON';
  readonly canonicalText: string;
  readonly #root: JsonValue;
  readonly #references: readonly ResolvedReference[];
  readonly #options: JsonSchemaOptions;
  #lowering: LoweringResult | undefined;

  /** `canonicalText`, where it is known, is `root` as printed. */
  constructor(
    root: JsonValue,
    references: readonly ResolvedReference[],
    options: JsonSchemaOptions,
    canonicalText?: string,
  ) {
    this.canonicalText = canonicalText ?? printJson(root);
    this.#root = root;
    this.#references = references;
    this.#options = options;
  }

  normalizedText(): string {
    return printSorted(this.#root);
  }

  problem(): string | undefined {
    const lowering = this.#lowered();
    return lowering.ok ? undefined : lowering.reason;
  }

  incompatibilities(writer: ParsedSchema, options: ComparisonOptions): readonly string[] {
    if (!(writer instanceof JsonSchema)) {
      return ['Incompatible because of different schema type'];
    }
    const reader = this.#lowered();
    const written = writer.#lowered();
    const [newer, older] = options.direction === 'BACKWARD' ? [reader, written] : [written, reader];
    if (!older.ok) {
      return [oldSchemaProblem(older.reason)];
    }
    if (!newer.ok) {
      return [`The new schema is not valid: ${newer.reason}`];
    }
    return options.direction === 'BACKWARD'
      ? this.#compare(older.node, newer.node, options)
      : this.#compare(newer.node, older.node, options);
  }

  fieldsAmong(names: readonly string[]): readonly string[] {
    const properties = isJsonObject(this.#root) ? this.#root.get('properties') : undefined;
    return isJsonObject(properties) ? names.filter((name) => properties.has(name)) : [];
  }

  #lowered(): LoweringResult {
    this.#lowering ??= this.#lower();
    return this.#lowering;
  }

  #lower(): LoweringResult {
    if (!this.#options.brief) {
      return lowerDocument(this.#root, this.#references);
    }
    try {
      return lowerDocument(this.#root, this.#references, new PatternSet(briefUnicodeClasses, 'throw'));
    } catch (error) {
      throw error instanceof UnicodeClassesExceeded ? new WorkTooDear() : error;
    }
  }

  #compare(writer: SchemaNode, reader: SchemaNode, options: ComparisonOptions): readonly string[] {
    const { policy, direction } = options;
    const result = this.#options.brief
      ? this.#compareBriefly(writer, reader, options)
      : this.#compareFully(writer, reader, options);
    if (typeof result === 'string') {
      return [result];
    }
    return result.differences
      .filter(({ kind }) => !isAllowed(kind, policy))
      .map((difference) => differenceMessage(difference, direction));
  }

  /** What is not known to be compatible is refused: answers why, when the comparison did not come to an end. */
  #compareFully(writer: SchemaNode, reader: SchemaNode, { policy, effort }: ComparisonOptions): Compared {
    const { sound } = this.#options;
    try {
      const result = withPatternTime(() => compareSchemas(writer, reader, { policy, sound }, effort));
      return 'tooComplex' in result ? result.tooComplex : result;
    } catch (error) {
      if (error instanceof PatternTooCostly) {
        return `The schemas can't be compared: ${error.message}`;
      }
      throw error;
    }
  }

  #compareBriefly(writer: SchemaNode, reader: SchemaNode, { policy, effort }: ComparisonOptions): Compared {
    const { sound } = this.#options;
    const brief = { stepsLeft: Math.min(briefSteps, effort.stepsLeft) };
    const given = brief.stepsLeft;
    try {
      const result = withPatternTime(() => compareSchemas(writer, reader, { policy, sound }, brief), 0);
      if ('tooComplex' in result) {
        throw new WorkTooDear();
      }
      effort.stepsLeft -= given - brief.stepsLeft;
      return result;
    } catch (error) {
      throw error instanceof PatternTooCostly ? new WorkTooDear() : error;
    }
  }
}

type Compared = Exclude<CompareResult, { readonly tooComplex: string }> | string;

function oldSchemaProblem(reason: string): string {
  return reason.startsWith(remoteReferenceRefused)
    ? 'A previous schema version contains an unsupported external reference'
    : `The old schema is not valid: ${reason}`;
}
