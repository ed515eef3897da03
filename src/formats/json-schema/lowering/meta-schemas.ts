import { declaredDialect } from '../dialect.ts';
import { readJson } from '../json-reader.ts';
import type { JsonValue } from '../json-value.ts';
import { type Location, rootLocation, schemaDocument } from './schema-document.ts';

/*
 * The meta-schemas, as far as comparing them needs: what a schema is, and the definitions that
 * other schemas borrow from them. Known, so that referring to them needs no network.
 */
const draft4 = `{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","definitions":{
  "schemaArray":{"type":"array","minItems":1,"items":{"$ref":"#"}},
  "positiveInteger":{"type":"integer","minimum":0},
  "positiveIntegerDefault0":{"allOf":[{"$ref":"#/definitions/positiveInteger"},{"default":0}]},
  "simpleTypes":{"enum":["array","boolean","integer","null","number","object","string"]},
  "stringArray":{"type":"array","items":{"type":"string"},"minItems":1,"uniqueItems":true}}}`;
const draft6And7 = `{"$schema":"http://json-schema.org/draft-07/schema#","type":["object","boolean"],"definitions":{
  "schemaArray":{"type":"array","minItems":1,"items":{"$ref":"#"}},
  "nonNegativeInteger":{"type":"integer","minimum":0},
  "nonNegativeIntegerDefault0":{"allOf":[{"$ref":"#/definitions/nonNegativeInteger"},{"default":0}]},
  "simpleTypes":{"enum":["array","boolean","integer","null","number","object","string"]},
  "stringArray":{"type":"array","items":{"type":"string"},"uniqueItems":true,"default":[]}}}`;
const modern =
  '{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"meta","type":["object","boolean"]}';

const textByDialect = {
  'draft-04': draft4,
  'draft-06': draft6And7,
  'draft-07': draft6And7,
  '2019-09': modern,
  '2020-12': modern,
} as const;

/** The root of the meta-schema that is published at this address, if one is. */
export function metaSchema(address: string): Location | undefined {
  const dialect = declaredDialect(new Map([['$schema', address]]));
  const read = dialect === undefined ? undefined : readJson(textByDialect[dialect]);
  const root: JsonValue | undefined = read?.ok === true ? read.value : undefined;
  return root === undefined ? undefined : rootLocation(schemaDocument(root, address, address));
}
