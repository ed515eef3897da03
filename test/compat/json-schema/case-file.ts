import { readFileSync } from 'node:fs';
import { printJson } from '../../../src/formats/json-schema/json-printer.ts';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../src/formats/json-schema/json-value.ts';
import { jsonValue } from '../../helpers/json-schemas.ts';

/** One row of a table of cases: two schemas, and what must be found between them. */
export interface CompatibilityCase {
  readonly description: string;
  readonly original: JsonValue;
  readonly update: JsonValue;
  /** As `KIND path`, sorted. */
  readonly differences: readonly string[];
  readonly strict: boolean;
  readonly lenient: boolean;
  /** The verdict of STRICT when soundness is asked for; that of STRICT alone when the row has none. */
  readonly sound: boolean;
  /** What must be found then; the same as without when the row has none. */
  readonly soundDifferences: readonly string[];
}

/** Reads a table with the product's own reader, so that numbers keep their text. */
export function readCases(url: URL): readonly CompatibilityCase[] {
  const rows = jsonValue(readFileSync(url, 'utf8'));
  if (!isJsonArray(rows)) {
    throw new Error(`${url.pathname} must hold an array`);
  }
  return rows.map(toCase);
}

function toCase(row: JsonValue): CompatibilityCase {
  if (!isJsonObject(row)) {
    throw new Error(`a case must be an object: ${printJson(row)}`);
  }
  const differences = strings(row, 'differences') ?? missing(row, 'differences');
  const strict = boolean(row, 'strict') ?? missing(row, 'strict');
  return {
    description: text(row.get('description')) ?? missing(row, 'description'),
    original: row.get('original') ?? missing(row, 'original'),
    update: row.get('update') ?? missing(row, 'update'),
    differences,
    strict,
    lenient: boolean(row, 'lenient') ?? missing(row, 'lenient'),
    sound: boolean(row, 'sound') ?? strict,
    soundDifferences: strings(row, 'soundDifferences') ?? differences,
  };
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function boolean(row: JsonObject, key: string): boolean | undefined {
  const value = row.get(key);
  return typeof value === 'boolean' ? value : undefined;
}

function strings(row: JsonObject, key: string): readonly string[] | undefined {
  const value = row.get(key);
  return isJsonArray(value)
    ? value.map((member) => text(member) ?? missing(row, `${key} of strings`)).sort()
    : undefined;
}

function missing(row: JsonObject, key: string): never {
  throw new Error(`a case has no ${key}: ${printJson(row)}`);
}
