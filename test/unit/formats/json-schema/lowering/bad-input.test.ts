import { describe, expect, test } from 'vitest';
import { lowerDocument, maxSchemas } from '../../../../../src/formats/json-schema/lowering/lower-document.ts';
import { draft2020, lowered, readValue } from './describe-node.ts';

describe('as deep as JSON may be', () => {
  test.each([
    ['{"not":', '}', 999],
    ['{"properties":{"a":', '}}', 499],
    ['{"allOf":[', ']}', 499],
    ['{"items":[', ']}', 499],
    ['{"definitions":{"a":', '}}', 499],
  ])('%s', (open, close, times) => {
    const text = open.repeat(times) + '{}' + close.repeat(times);
    const result = lowerDocument(readValue(text), []);
    expect(result.ok).toBe(true);
    expect(result.ok ? result.node.print.length : 0).toBeGreaterThan(0);
    expect(lowerDocument(readValue(text.replace('{', `{"$schema":"${draft2020}",`)), []).ok).toBe(
      !open.startsWith('{"items":['),
    );
  });

  test('and as far as references lead', () => {
    const definitions = Array.from(
      { length: 20_000 },
      (_, index) => `"d${index}":{"$ref":"#/definitions/d${index + 1}"}`,
    );
    const text = `{"$ref":"#/definitions/d0","definitions":{${definitions.join()},"d20000":{"type":"null"}}}`;
    expect(lowered(text)).toBe('reference(->reference)');
  });
});

test('too many schemas', () => {
  const many = (count: number): string => `{"allOf":[${Array.from({ length: count }, () => '{}').join()}]}`;
  expect(lowerDocument(readValue(many(maxSchemas - 1)), []).ok).toBe(true);
  expect(lowered(many(maxSchemas))).toBe(`error: schema too complex: more than ${maxSchemas} schemas in it`);
});

test('keys that JavaScript objects treat as special', () => {
  expect(lowered('{"properties":{"__proto__":{"type":"null"},"constructor":true,"1":{},"0":{}}}')).toBe(
    'object(.__proto__:null .constructor:true .1:empty .0:empty)',
  );
  expect(lowered('{"__proto__":{"type":"null"}}')).toBe('empty');
});

test('huge numbers', () => {
  expect(lowered('{"maximum":1e2000000000,"minimum":-1e2000000000,"multipleOf":1e2000000000}')).toBe(
    'number(maximum=Infinity minimum=-Infinity multipleOf=1E+2000000000)',
  );
  expect(lowered('{"maxLength":1e400}')).toBe('error: "maxLength" must be a whole number at "#"');
});

test('a list of one type many times', () => {
  const types = Array.from({ length: 10_000 }, () => '"object"').join();
  expect(lowered(`{"type":[${types}],"minProperties":1}`)).toBe('anyOf(object(typed minProperties=1))');
});

describe('patterns', () => {
  test('with very many Unicode classes', () => {
    const patterns = (count: number): string =>
      Array.from({ length: count }, (_, index) => `"a${index}\\\\p{L}\\\\P{Lu}":{}`).join();
    expect(lowerDocument(readValue(`{"patternProperties":{${patterns(1000)}}}`), []).ok).toBe(true);
    expect(lowered(`{"patternProperties":{${patterns(1001)}}}`)).toBe(
      `error: pattern "a1000\\p{L}\\P{Lu}" is not usable: more than 2000 Unicode classes in this schema, at "#"`,
    );
  });

  test('without end', () => {
    const nested = '(?:'.repeat(100_000);
    expect(lowered(`{"pattern":"${nested}"}`)).toMatch(/^error: pattern "[(?:]{200}\.\.\." is not usable: /);
  });
});
