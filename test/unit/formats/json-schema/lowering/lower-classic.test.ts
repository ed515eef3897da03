import { describe, expect, test } from 'vitest';
import { draft4, draft6, lowered, schemaText } from './describe-node.ts';

describe('draft 7, the default', () => {
  test.each<[Record<string, unknown>, string]>([
    [{}, 'empty'],
    [{ unknown: 1, $comment: 'x' }, 'empty'],
    [{ type: 'string' }, 'string(typed)'],
    [
      { type: 'string', maxLength: 3, minLength: 1, pattern: '^a' },
      'string(typed maxLength=3 minLength=1 pattern=^a)',
    ],
    [{ maxLength: 3 }, 'string(maxLength=3)'],
    [{ format: 'date' }, 'string'],
    [{ type: 'integer' }, 'number(typed integer)'],
    [{ type: 'number', maximum: 2, minimum: 1 }, 'number(typed maximum=2 minimum=1)'],
    [
      { exclusiveMaximum: 2, exclusiveMinimum: 1.5, multipleOf: 0.5 },
      'number(exclusiveMaximum=2 exclusiveMinimum=1.5 multipleOf=0.5)',
    ],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'null' }, 'null'],
    [{ enum: ['a', 1, null] }, 'enum("a",1,null)'],
    [{ const: null }, 'const(null)'],
    [{ const: { a: 1 } }, 'const({"a":1})'],
    [{ not: { type: 'null' } }, 'not(null)'],
    [{ allOf: [{}, true, false] }, 'allOf(empty,true,false)'],
    [{ anyOf: [{ type: 'null' }] }, 'anyOf(null)'],
    [{ oneOf: [] }, 'oneOf'],
    [{ if: true }, 'conditional(if:true)'],
    [{ type: ['string', 'null'], maxLength: 3 }, 'anyOf(string(typed maxLength=3),null)'],
    [
      { type: ['integer', 'number', 'integer'], maximum: 3 },
      'anyOf(number(typed integer maximum=3),number(typed maximum=3))',
    ],
    [{ type: [] }, 'anyOf'],
    [{ type: 'string', enum: ['a'] }, 'allOf(enum("a"),string(typed))'],
    [
      { type: 'string', minimum: 1, required: ['a'], maxItems: 2 },
      'allOf(string(typed),array(maxItems=2),object(required=a),number(minimum=1))',
    ],
    [
      { else: {}, type: 'null', const: 1, not: {}, oneOf: [{}], anyOf: [{}], allOf: [{}], enum: [1] },
      'allOf(enum(1),allOf(empty),anyOf(empty),oneOf(empty),not(empty),const(1),null,conditional(else:empty))',
    ],
    [{ type: 'object' }, 'object(typed)'],
    [{ properties: {} }, 'object'],
    [
      {
        properties: { a: { type: 'null' }, 1: true },
        required: ['a', 'b', 'a'],
        additionalProperties: false,
      },
      'object(required=a,b .1:true .a:null others=forbidden)',
    ],
    [
      {
        patternProperties: { '^a': {} },
        propertyNames: { maxLength: 3 },
        additionalProperties: true,
        maxProperties: 2,
        minProperties: 1,
      },
      'object(/^a/:empty names:string(maxLength=3) others=allowed maxProperties=2 minProperties=1)',
    ],
    [{ additionalProperties: { type: 'null' } }, 'object(others:null)'],
    [{ dependencies: { a: ['b', 'c', 'b'], d: {}, e: false } }, 'object(a->b,c d->:empty e->:false)'],
    [{ unevaluatedProperties: false, dependentRequired: { a: ['b'] }, minContains: 2 }, 'empty'],
    [{ type: 'array' }, 'array(typed)'],
    [{ items: { type: 'null' }, additionalItems: false }, 'array(items:null)'],
    [{ items: true, additionalItems: {} }, 'array(items:true others:empty)'],
    [{ items: [{ type: 'null' }, false], additionalItems: false }, 'array([null,false] others=forbidden)'],
    [{ items: [] }, 'array([])'],
    [{ additionalItems: false }, 'array(others=forbidden)'],
    [
      { contains: {}, maxItems: 3, minItems: 1, uniqueItems: true, unevaluatedItems: false },
      'array(contains:empty maxItems=3 minItems=1 unique)',
    ],
    [
      { $id: 'http://x/y', title: 't', description: 'd', default: { a: 1.5 } },
      'empty(id=http://x/y title=t description=d default={"a":1.5})',
    ],
    [{ type: 'string', 'connect.type': 'bytes' }, 'string(typed connectBytes)'],
    [{ type: 'string', enum: ['a'], title: 't' }, 'allOf(enum("a"),string(typed) title=t)'],
    [{ maxLength: 3.0, id: 5 }, 'string(maxLength=3)'],
  ])('%j is %s', (schema, node) => {
    expect(lowered(schemaText(schema))).toBe(node);
  });

  test('conditions', () => {
    expect(lowered('{"if":true,"then":false,"else":{}}')).toBe('conditional(if:true then:false else:empty)');
    expect(lowered('{"then":false}')).toBe('conditional(then:false)');
  });

  test('whole numbers and decimals may be written in any form', () => {
    expect(lowered('{"maxLength":3.0,"minLength":1e1}')).toBe('string(maxLength=3 minLength=10)');
    expect(lowered('{"maximum":1e400,"multipleOf":1.0}')).toBe('number(maximum=Infinity multipleOf=1.0)');
  });

  test('boolean documents', () => {
    expect(lowered('true')).toBe('true');
    expect(lowered('false')).toBe('false');
  });

  test('an unknown $schema changes nothing', () => {
    expect(lowered(schemaText({ const: 1, if: {} }, 'http://example.com/mine'))).toBe(
      'allOf(const(1),conditional(if:empty))',
    );
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ const: 1, contains: {}, propertyNames: {}, if: {} }, 'empty'],
  [{ type: 'array', contains: {} }, 'array(typed)'],
  [{ type: 'object', propertyNames: {} }, 'object(typed)'],
  [{ maximum: 3, exclusiveMaximum: true, exclusiveMinimum: false }, 'number(maximum=3 exclusiveMaximum)'],
  [{ id: 'http://x/y', $id: 3 }, 'empty(id=http://x/y)'],
  [{ items: {}, additionalItems: true }, 'array(items:empty others=allowed)'],
  [{ items: true }, 'error: "items" must be a schema or a list of schemas at "#"'],
  [{ exclusiveMaximum: 3 }, 'error: "exclusiveMaximum" must be true or false at "#"'],
])('in draft 4, %j is %s', (schema, node) => {
  expect(lowered(schemaText(schema, draft4))).toBe(node);
});

test.each<[Record<string, unknown>, string]>([
  [{ if: {}, else: {} }, 'empty'],
  [{ const: 1 }, 'const(1)'],
  [{ contains: {}, propertyNames: {} }, 'allOf(array(contains:empty),object(names:empty))'],
  [{ exclusiveMaximum: true }, 'error: "exclusiveMaximum" must be a number at "#"'],
])('in draft 6, %j is %s', (schema, node) => {
  expect(lowered(schemaText(schema, draft6))).toBe(node);
});

test.each<[Record<string, unknown>, string]>([
  [{ type: 'strin' }, 'unknown type "strin" at "#"'],
  [{ type: ['string', 'nul'] }, 'unknown type "nul" at "#"'],
  [{ type: 3 }, '"type" must be a string or an array of strings at "#"'],
  [{ type: ['string', 3] }, '"type" must be a string or an array of strings at "#"'],
  [{ minimum: '1' }, '"minimum" must be a number at "#"'],
  [{ maxLength: 1.5 }, '"maxLength" must be a whole number at "#"'],
  [{ maxItems: null }, '"maxItems" must be a number at "#"'],
  [{ multipleOf: 0 }, '"multipleOf" must not be 0 at "#"'],
  [{ pattern: '(' }, 'pattern "(" is not usable: Unterminated group, at "#"'],
  [{ pattern: 3 }, '"pattern" must be a string at "#"'],
  [{ patternProperties: { '[': {} } }, 'pattern "[" is not usable: character class without an end, at "#"'],
  [{ properties: [] }, '"properties" must be an object at "#"'],
  [{ properties: { a: 3 } }, 'expected a schema: an object, true or false, at "#/properties/a"'],
  [{ properties: { 'a/b~c': { type: 'x' } } }, 'unknown type "x" at "#/properties/a~1b~0c"'],
  [{ required: 'a' }, '"required" must be an array of strings at "#"'],
  [{ required: [1] }, '"required" must be an array of strings at "#"'],
  [{ dependencies: { a: [1] } }, '"dependencies" must give names of properties for "a" at "#"'],
  [{ dependencies: { a: 1 } }, 'expected a schema: an object, true or false, at "#/dependencies/a"'],
  [{ items: 3 }, 'expected a schema: an object, true or false, at "#/items"'],
  [{ items: [{ type: 'x' }] }, 'unknown type "x" at "#/items/0"'],
  [
    { additionalProperties: null },
    'expected a schema: an object, true or false, at "#/additionalProperties"',
  ],
  [{ uniqueItems: 'yes' }, '"uniqueItems" must be true or false at "#"'],
  [{ enum: 'a' }, '"enum" must be an array at "#"'],
  [{ allOf: {} }, '"allOf" must be an array at "#"'],
  [{ anyOf: [null] }, 'expected a schema: an object, true or false, at "#/anyOf/0"'],
  [{ not: 'a' }, 'expected a schema: an object, true or false, at "#/not"'],
  [{ title: 3 }, '"title" must be a string at "#"'],
  [{ $id: {} }, '"$id" must be a string at "#"'],
  [{ format: 3 }, '"format" must be a string at "#"'],
  [{ type: 'x'.repeat(1000) }, `unknown type "${'x'.repeat(200)}..." at "#"`],
])('%j is no schema: %s', (schema, reason) => {
  expect(lowered(schemaText(schema))).toBe(`error: ${reason}`);
});

test.each(['1', '"a"', 'null', '[]'])('%s is no schema', (text) => {
  expect(lowered(text)).toBe('error: expected a schema: an object, true or false, at "#"');
});

test('what is not used need not be valid', () => {
  expect(lowered(schemaText({ definitions: { a: { type: 'x' } }, else: {} }))).toBe(
    'conditional(else:empty)',
  );
});
