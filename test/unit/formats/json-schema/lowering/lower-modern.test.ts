import { describe, expect, test } from 'vitest';
import { draft2019, draft2020, lowered, schemaText } from './describe-node.ts';

describe('2020-12', () => {
  test.each<[Record<string, unknown>, string]>([
    [{}, 'empty'],
    [
      { format: 'date', readOnly: true, dependencies: { a: ['b'] }, else: {}, additionalItems: false },
      'empty',
    ],
    [{ properties: {}, patternProperties: {} }, 'empty'],
    [
      { type: 'string', format: 'date', maxLength: 3, pattern: 'a', minLength: 1 },
      'string(typed maxLength=3 minLength=1 pattern=a)',
    ],
    [
      { minimum: 1, maximum: 2, exclusiveMinimum: 1, exclusiveMaximum: 2, multipleOf: 3 },
      'number(maximum=2 minimum=1 exclusiveMaximum=2 exclusiveMinimum=1 multipleOf=3)',
    ],
    [{ type: ['string', 'null'], maxLength: 3 }, 'anyOf(string(typed maxLength=3),null)'],
    [{ type: ['object', 'null'], properties: { a: {} } }, 'anyOf(object(typed .a:empty),null)'],
    [{ maxLength: 3, type: ['null'] }, 'allOf(string(maxLength=3),anyOf(null))'],
    [{ type: 'string', enum: ['a'], title: 't' }, 'allOf(string(typed),enum("a") title=t)'],
    [{ enum: ['a'], type: 'string' }, 'allOf(enum("a"),string(typed))'],
    [{ const: null }, 'const(null)'],
    [{ not: {}, if: {}, else: true }, 'allOf(not(empty),conditional(if:empty else:true))'],
    [
      { properties: { a: {} }, not: {}, required: ['a'], maxLength: 1 },
      'allOf(not(empty),object(required=a .a:empty),string(maxLength=1))',
    ],
    [
      { patternProperties: { a: {} }, minItems: 1, unevaluatedProperties: {} },
      'allOf(array(minItems=1),object(/a/:empty unevaluated:empty))',
    ],
    [{ unevaluatedItems: false, minLength: 1 }, 'allOf(string(minLength=1),array(unevaluated=forbidden))'],
    [{ items: true }, 'array(others=allowed)'],
    [{ items: false }, 'array(others=forbidden)'],
    [{ items: { type: 'null' } }, 'array(items:null)'],
    [{ items: { type: 'null' }, prefixItems: [] }, 'array(items:null)'],
    [{ items: { type: 'null' }, prefixItems: [{}, true] }, 'array([empty,true] others:null)'],
    [
      { prefixItems: [{}], items: false, uniqueItems: false, maxItems: 2 },
      'array([empty] others=forbidden maxItems=2)',
    ],
    [{ contains: {} }, 'array(contains:empty minContains=1)'],
    [{ contains: {}, minContains: 0, maxContains: 3 }, 'array(contains:empty maxContains=3 minContains=0)'],
    [{ minContains: 2, minItems: 1 }, 'array(minItems=1)'],
    [
      {
        type: 'object',
        dependentRequired: { a: ['b'] },
        dependentSchemas: { c: {} },
        propertyNames: {},
        additionalProperties: false,
        maxProperties: 1,
        minProperties: 0,
      },
      'object(typed names:empty others=forbidden a->b c->:empty maxProperties=1 minProperties=0)',
    ],
    [
      { allOf: [{ type: 'string', enum: ['a'] }, { anyOf: [{ type: 'null', const: 1 }] }] },
      'allOf(string(typed),enum("a"),anyOf(allOf(null,const(1))))',
    ],
    [{ allOf: [] }, 'allOf'],
    [
      { $ref: '#/$defs/a', minLength: 1, $defs: { a: { type: 'null' } } },
      'allOf(reference(->null),string(minLength=1))',
    ],
    [{ $ref: '#/$defs/a', title: 't', $defs: { a: { type: 'null' } } }, 'reference(->null title=t)'],
    [{ $dynamicRef: '#a', $defs: { a: { $dynamicAnchor: 'a', type: 'null' } } }, 'reference(->null)'],
    [
      { $id: 'http://x/y', description: 'd', default: 1, 'connect.type': 'bytes' },
      'empty(description=d default=1 connectBytes)',
    ],
  ])('%j is %s', (schema, node) => {
    expect(lowered(schemaText(schema, draft2020))).toBe(node);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ items: [{}] }, '"items" must be a schema; "prefixItems" takes a list of schemas, at "#"'],
    [{ dependentRequired: { a: 'b' } }, '"dependentRequired" must give names of properties for "a" at "#"'],
    [{ contains: {}, minContains: '1' }, '"minContains" must be a number at "#"'],
    [{ type: 'x' }, 'unknown type "x" at "#"'],
    [{ $ref: 3 }, '"$ref" must be a string at "#"'],
    [{ $defs: { a: { type: 'x' } } }, 'unknown type "x" at "#/$defs/a"'],
    [{ $defs: [] }, '"$defs" must be an object at "#"'],
    [{ properties: 3 }, '"properties" must be an object at "#"'],
  ])('%j is no schema: %s', (schema, reason) => {
    expect(lowered(schemaText(schema, draft2020))).toBe(`error: ${reason}`);
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ items: [{}, true], additionalItems: false }, 'array([empty,true] others=forbidden)'],
  [{ items: [{}], additionalItems: { type: 'null' } }, 'array([empty] others:null)'],
  [{ items: {}, additionalItems: false }, 'array(items:empty)'],
  [{ prefixItems: [{}] }, 'array([empty])'],
  [{ title: 'top', not: { $recursiveRef: '#' } }, 'not(reference(->top) title=top)'],
  [{ dependencies: { a: ['b'] } }, 'empty'],
  [{ contains: {} }, 'array(contains:empty minContains=1)'],
])('in 2019-09, %j is %s', (schema, node) => {
  expect(lowered(schemaText(schema, draft2019))).toBe(node);
});
