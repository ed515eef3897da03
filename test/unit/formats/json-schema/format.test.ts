import { describe, expect, test } from 'vitest';
import { createJsonSchemaFormat } from '../../../../src/formats/json-schema/format.ts';
import type { ComparisonOptions, ImmediateSchema, ParsedSchema } from '../../../../src/registry/format.ts';
import { references } from './lowering/describe-node.ts';

const format = createJsonSchemaFormat({ sound: false });
const effort = { stepsLeft: Number.MAX_SAFE_INTEGER };
const backward: ComparisonOptions = { policy: 'STRICT', direction: 'BACKWARD', effort };
const forward: ComparisonOptions = { policy: 'STRICT', direction: 'FORWARD', effort };

function parse(text: string, texts: Readonly<Record<string, string>> = {}): ImmediateSchema {
  const result = format.parse(text, references(texts));
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.schema;
}

test('is the format of JSON', () => {
  expect(format.type).toBe('JSON');
  expect(parse('{}').type).toBe('JSON');
});

describe('texts', () => {
  const schema = parse(' { "type" : "object", "properties": {"2": {"maximum": 1e3}, "1": {}}, "$id": "a" } ');

  test('canonical keeps all but spaces', () => {
    expect(schema.canonicalText).toBe(
      '{"type":"object","properties":{"2":{"maximum":1E+3},"1":{}},"$id":"a"}',
    );
  });

  test('normalised has sorted keys', () => {
    expect(schema.normalizedText()).toBe(
      '{"$id":"a","properties":{"1":{},"2":{"maximum":1E+3}},"type":"object"}',
    );
  });

  test('that are no JSON are refused', () => {
    expect(format.parse('{"a":}', [])).toEqual({
      ok: false,
      reason: 'expected a value but found "}" at line 1, column 6',
    });
  });
});

test.each([
  ['{"properties":{"b":{},"a":{}}}', ['b', 'a']],
  ['{"properties":[]}', []],
  ['{"type":"object"}', []],
  ['true', []],
])('the fields of %s', (text, names) => {
  expect(parse(text).fieldsAmong([...names, 'c', 'constructor'])).toEqual(names);
});

test.each([
  ['{"type":"object"}', undefined],
  ['true', undefined],
  ['"text"', 'expected a schema: an object, true or false, at "#"'],
  ['{"type":"strin"}', 'unknown type "strin" at "#"'],
])('the problem of %s', (text, problem) => {
  const schema = parse(text);
  expect(schema.problem()).toBe(problem);
  expect(schema.problem()).toBe(problem);
});

test('references are followed', () => {
  expect(parse('{"$ref":"b"}', { b: '{"type":"string"}' }).problem()).toBeUndefined();
});

describe('comparing', () => {
  const open = parse('{"type":"object","properties":{"a":{"type":"string"}}}');
  const changed = parse('{"type":"object","properties":{"a":{"type":"integer"}}}');
  const added = parse('{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"null"}}}');

  test('a schema with itself', () => {
    expect(open.incompatibilities(open, backward)).toEqual([]);
  });

  test('names reader and writer by the direction', () => {
    const message = (reader: string, writer: string): string =>
      `{errorType:"TYPE_CHANGED", description:"A type at path '#/properties/a' is different between the ${reader} schema and the ${writer} schema'}`;
    expect(changed.incompatibilities(open, backward)).toEqual([message('new', 'old')]);
    expect(open.incompatibilities(changed, forward)).toEqual([message('old', 'new')]);
  });

  test('leaves out what the policy allows', () => {
    expect(added.incompatibilities(open, backward)).toHaveLength(1);
    expect(added.incompatibilities(open, { ...backward, policy: 'LENIENT' })).toEqual([]);
  });

  test('takes soundness from the options of the format', () => {
    const sound = createJsonSchemaFormat({ sound: true });
    const stricter = sound.parse('{"type":"object","required":["q"]}', []);
    const before = sound.parse('{"type":"object"}', []);
    const messages =
      stricter.ok && before.ok ? stricter.schema.incompatibilities(before.schema, backward) : [];
    expect(messages).toHaveLength(1);
    expect(
      parse('{"type":"object","required":["q"]}').incompatibilities(parse('{"type":"object"}'), backward),
    ).toEqual([]);
  });

  test('with another format', () => {
    const other: ParsedSchema = {
      type: 'AVRO',
      canonicalText: '"string"',
      normalizedText: () => '"string"',
      problem: () => undefined,
      incompatibilities: () => [],
      fieldsAmong: () => [],
    };
    expect(open.incompatibilities(other, backward)).toEqual([
      'Incompatible because of different schema type',
    ]);
  });

  test('refuses sides that are no valid schema', () => {
    const invalid = parse('{"type":"x"}');
    const remote = parse('{"$ref":"http://x/y"}');
    expect(open.incompatibilities(invalid, backward)).toEqual([
      'The old schema is not valid: unknown type "x" at "#"',
    ]);
    expect(invalid.incompatibilities(open, backward)).toEqual([
      'The new schema is not valid: unknown type "x" at "#"',
    ]);
    expect(open.incompatibilities(invalid, forward)).toEqual([
      'The new schema is not valid: unknown type "x" at "#"',
    ]);
    expect(open.incompatibilities(remote, backward)).toEqual([
      'A previous schema version contains an unsupported external reference',
    ]);
    expect(remote.incompatibilities(open, backward)[0]).toContain(
      'Remote schema reference fetching over HTTP(S) is disabled',
    );
  });

  test('refuses patterns that take too long', () => {
    const name = `${'a'.repeat(60)}!`;
    const before = parse('{"patternProperties":{"(a+)+$":{}},"additionalProperties":false}');
    const after = parse(
      `{"patternProperties":{"(a+)+$":{}},"additionalProperties":false,"properties":{"${name}":{}}}`,
    );
    expect(after.incompatibilities(before, backward)).toEqual([
      `The schemas can't be compared: pattern "(a+)+$" takes too long`,
    ]);
  });

  test('refuses schemas made to blow up the comparison', () => {
    const members = Array.from(
      { length: 2000 },
      (_, index) => `{"oneOf":[{"maxLength":${index}},{"minLength":${index}}]}`,
    );
    const before = parse(`{"anyOf":[${members.join()}]}`);
    const after = parse(`{"anyOf":[${members.toReversed().join()},{"type":"null"}]}`);
    expect(after.incompatibilities(before, backward)).toEqual(['The schemas are too complex to be compared']);
  });
});

test('comparisons of one request share their effort, and refuse what they have none left for', () => {
  const text = JSON.stringify({ properties: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, {}])) });
  const shared = { stepsLeft: 1000 };
  const options: ComparisonOptions = { ...backward, effort: shared };
  expect(parse(text).incompatibilities(parse(text), options)).toEqual([]);
  expect(shared.stepsLeft).toBeLessThan(1000);
  shared.stepsLeft = 0;
  expect(parse(text).incompatibilities(parse(text), options)).toEqual([
    'The schemas are too complex to be compared',
  ]);
});
