import type { ComparisonOptions, ParsedSchema, ResolvedReference } from '../../registry/format.ts';
import { compareSchemas } from './compare.ts';
import { printJson, printSorted } from './json-printer.ts';
import { isJsonObject, type JsonValue } from './json-value.ts';
import { isAllowed } from './judge.ts';
import { type LoweringResult, lowerDocument } from './lowering/lower-document.ts';
import { remoteReferenceRefused } from './lowering/reference-resolver.ts';
import { differenceMessage } from './messages.ts';
import type { SchemaNode } from './model.ts';
import { PatternTooCostly, withPatternTime } from './pattern-time.ts';

/** A JSON Schema document with the documents that it refers to. */
export class JsonSchema implements ParsedSchema {
  readonly type = 'JSON';
  readonly canonicalText: string;
  readonly #root: JsonValue;
  readonly #references: readonly ResolvedReference[];
  readonly #sound: boolean;
  #lowering: LoweringResult | undefined;

  constructor(root: JsonValue, references: readonly ResolvedReference[], sound: boolean) {
    this.canonicalText = printJson(root);
    this.#root = root;
    this.#references = references;
    this.#sound = sound;
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

  fieldNames(): readonly string[] {
    const properties = isJsonObject(this.#root) ? this.#root.get('properties') : undefined;
    return isJsonObject(properties) ? [...properties.keys()] : [];
  }

  #lowered(): LoweringResult {
    this.#lowering ??= lowerDocument(this.#root, this.#references);
    return this.#lowering;
  }

  #compare(writer: SchemaNode, reader: SchemaNode, options: ComparisonOptions): readonly string[] {
    const { policy, direction, effort } = options;
    try {
      const result = withPatternTime(() =>
        compareSchemas(writer, reader, { policy, sound: this.#sound }, effort),
      );
      if ('tooComplex' in result) {
        return [result.tooComplex];
      }
      return result.differences
        .filter(({ kind }) => !isAllowed(kind, policy))
        .map((difference) => differenceMessage(difference, direction));
    } catch (error) {
      // Like a comparison that is too complex: not known to be compatible, so refused.
      if (error instanceof PatternTooCostly) {
        return [`The schemas can't be compared: ${error.message}`];
      }
      throw error;
    }
  }
}

function oldSchemaProblem(reason: string): string {
  return reason.startsWith(remoteReferenceRefused)
    ? 'A previous schema version contains an unsupported external reference'
    : `The old schema is not valid: ${reason}`;
}
