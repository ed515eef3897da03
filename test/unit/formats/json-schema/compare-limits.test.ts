import { describe, expect, test } from 'vitest';
import { Budget, TooComplex } from '../../../../src/formats/json-schema/budget.ts';
import { type CompareResult, compareSchemas } from '../../../../src/formats/json-schema/compare.ts';
import { PatternTooCostly } from '../../../../src/formats/json-schema/pattern-time.ts';
import { lowered } from '../../../helpers/json-schemas.ts';

type Json = Readonly<Record<string, unknown>>;

function compare(original: Json, update: Json, sound = false): CompareResult {
  return compareSchemas(lowered(original), lowered(update), { policy: 'STRICT', sound });
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Definitions that refer to each other in a ring, as properties. */
function ring(length: number, leaf: Json): Json {
  const definitions = times(length, (index) => [
    `d${index}`,
    {
      properties: {
        next: { $ref: `#/definitions/d${(index + 1) % length}` },
        ...(index === length - 1 ? { leaf } : {}),
      },
    },
  ]);
  return { $ref: '#/definitions/d0', definitions: Object.fromEntries(definitions) };
}

/** Definitions of which each refers twice to the next: 2^length paths lead to the last. */
function doublings(length: number, leaf: Json): Json {
  const next = (index: number) => ({ $ref: `#/definitions/d${index + 1}` });
  const definitions = times(length, (index) => [
    `d${index}`,
    { properties: { a: next(index), b: next(index) } },
  ]);
  return {
    $ref: '#/definitions/d0',
    definitions: { ...Object.fromEntries(definitions), [`d${length}`]: leaf },
  };
}

function nested(keyword: string, width: number, depth: number, leaf: Json): Json {
  return depth === 0
    ? leaf
    : {
        [keyword]: times(width, (index) =>
          nested(keyword, width, depth - 1, { ...leaf, title: `${String(leaf['title'])} ${index}` }),
        ),
      };
}

function deep(depth: number, wrap: (inner: Json) => Json, leaf: Json): Json {
  return times(depth, () => wrap).reduce((inner, step) => step(inner), leaf);
}

describe('hostile schemas', () => {
  test.each(['allOf', 'anyOf', 'oneOf'])(
    '%s nested so that every pair could be tried again and again',
    (keyword) => {
      const schema = nested(keyword, 4, 3, { type: 'string' });
      expect(compare(schema, schema)).toMatchObject({ compatible: true });
      expect(compare(schema, nested(keyword, 4, 3, { type: 'string', maxLength: 3 }))).toMatchObject({
        compatible: false,
      });
    },
  );

  test('nested alternatives of which every pair is compatible are too many in the end', () => {
    const schema = nested('anyOf', 4, 6, { type: 'string' });
    expect(compare(schema, schema)).toEqual({ tooComplex: 'The schemas are too complex to be compared' });
  });

  test('thousands of alternatives are too many', () => {
    const wide = (step: number) => ({
      anyOf: times(2500, (index) => ({ type: 'string', maxLength: index * step })),
    });
    expect(compare(wide(1), wide(2))).toEqual({ tooComplex: 'The schemas are too complex to be compared' });
  });

  test('a union of two hundred tagged objects is not', () => {
    const union = (count: number) => ({
      oneOf: times(count, (index) => ({
        type: 'object',
        additionalProperties: false,
        required: ['tag'],
        properties: { tag: { const: `t${index}` }, [`p${index}`]: { type: 'string' } },
      })),
    });
    expect(compare(union(200), union(201))).toMatchObject({ compatible: true });
    expect(compare(union(201), union(200))).toMatchObject({ compatible: false });
    expect(compare(union(50), union(51), true)).toMatchObject({ compatible: true });
  });

  test('rings of lengths without a common divisor meet in every pair', () => {
    expect(compare(ring(97, {}), ring(89, {}))).toMatchObject({ compatible: true });
    const result = compare(ring(97, { type: 'string' }), ring(89, { type: 'number' }));
    expect(result).toMatchObject({ compatible: false });
  });

  test('rings that meet in a million pairs are nested too deeply', () => {
    expect(compare(ring(997, {}), ring(991, {}))).toEqual({
      tooComplex: 'The schemas are nested too deeply to be compared',
    });
  });

  test('a change that exponentially many paths lead to', () => {
    const result = compare(doublings(60, { type: 'string' }), doublings(60, { type: 'number' }));
    expect(result).toMatchObject({ compatible: false });
    expect('differences' in result && result.differences.length).toBeGreaterThan(0);
  });

  test.each([
    ['properties', (inner: Json) => ({ properties: { a: inner } }), 490],
    ['not', (inner: Json) => ({ not: inner }), 980],
    ['items', (inner: Json) => ({ items: inner }), 980],
    ['anyOf', (inner: Json) => ({ anyOf: [inner, { type: 'null' }] }), 490],
  ] as const)('%s nested as deeply as the reader allows', (_, wrap, depth) => {
    const original = deep(depth, wrap, { type: 'string' });
    expect(compare(original, original)).toMatchObject({ compatible: true });
    expect(compare(original, original, true)).toMatchObject({ compatible: true });
    expect(compare(original, deep(depth, wrap, { type: 'number' }))).toMatchObject({ compatible: false });
  });

  test('large enums in many members', () => {
    const enums = (from: number) => ({
      anyOf: times(200, (member) => ({ enum: times(300, (index) => from + member * 300 + index) })),
    });
    expect(compare(enums(0), enums(1))).toEqual({ tooComplex: 'The schemas are too complex to be compared' });
  });
});

test('a pattern that takes too long ends the comparison with an error of its own', () => {
  const slow = { patternProperties: { '^(a+)+$': {} }, additionalProperties: false };
  const added = { ...slow, properties: { [`${'a'.repeat(40)}b`]: {} } };
  expect(() => compare(slow, added)).toThrow(PatternTooCostly);
});

test('a budget is spent to the last step and no further', () => {
  const budget = new Budget(3, { stepsLeft: 10 });
  budget.spend(2);
  budget.spend(1);
  expect(() => {
    budget.spend(1);
  }).toThrow(TooComplex);
});
