import { readJson } from '../../src/formats/json-schema/json-reader.ts';
import type { JsonValue } from '../../src/formats/json-schema/json-value.ts';
import { lowerDocument } from '../../src/formats/json-schema/lowering/lower-document.ts';
import type { SchemaNode } from '../../src/formats/json-schema/model.ts';

/** JSON text as the product reads it. */
export function jsonValue(text: string): JsonValue {
  const result = readJson(text);
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.value;
}

/** A schema ready to be compared. */
export function loweredValue(value: JsonValue): SchemaNode {
  const result = lowerDocument(value, []);
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.node;
}

/** A schema ready to be compared, from a plain value. */
export function lowered(schema: unknown): SchemaNode {
  return loweredValue(jsonValue(JSON.stringify(schema)));
}
