import { describe, expect, test } from 'vitest';
import { Budget } from '../../../../src/formats/json-schema/budget.ts';
import { PairContext } from '../../../../src/formats/json-schema/pair-context.ts';
import { areDisjoint } from '../../../../src/formats/json-schema/rules/sound/disjoint.ts';
import { lowered } from '../../../helpers/json-schemas.ts';

const context = new PairContext(
  { policy: 'STRICT', sound: true },
  new Budget(100_000, { stepsLeft: 100_000 }),
);

const string = { type: 'string' };
const integer = { type: 'integer' };
const tagged = (tag: unknown, ...required: string[]) => ({
  type: 'object',
  properties: { tag: { const: tag } },
  required,
});

describe('areDisjoint', () => {
  test.each([
    ['different types', string, integer],
    ['null and boolean', { type: 'null' }, { type: 'boolean' }],
    ['a list of types without the type', { type: ['null', 'array'] }, string],
    ['different constants', { const: 'a' }, { const: 'b' }],
    ['enums without a common value', { enum: ['a', true] }, { enum: ['b', null] }],
    ['an enum of other types', { enum: [1, null, ['a'], { a: 1 }] }, string],
    ['false and a type', false, string],
    ['a required tag on both sides', tagged('a', 'tag'), tagged('b', 'tag')],
    ['a tag required on one side', tagged('a', 'tag'), tagged('b')],
    ['a nested tag', nestedTag('a'), nestedTag('b')],
    ['an allOf of which one member suffices', { allOf: [{ minLength: 1 }, string] }, integer],
    ['an anyOf all of whose members lie apart', { anyOf: [string, { type: 'null' }] }, integer],
    ['a reference', { $ref: '#/definitions/a', definitions: { a: string } }, integer],
  ] as const)('%s', (_, a, b) => {
    expect(areDisjoint(lowered(a), lowered(b), context)).toBe(true);
    expect(areDisjoint(lowered(b), lowered(a), context)).toBe(true);
  });

  test.each([
    ['integer and number', integer, { type: 'number' }],
    ['a type not said', { maxLength: 3 }, integer],
    ['anything', {}, string],
    ['numbers, each of which has several texts', { const: 1 }, { enum: [1.5, 2] }],
    ['objects in enums', { enum: [{ a: 1 }] }, { enum: [{ a: 2 }] }],
    ['a tag that neither side requires', tagged('a'), tagged('b')],
    ['a required property that the other does not know', tagged('a', 'tag'), { type: 'object' }],
    ['a required property without a schema', { type: 'object', required: ['tag'] }, tagged('a', 'tag')],
    ['an anyOf with one member that overlaps', { anyOf: [string, integer] }, string],
    ['strings of different lengths', { type: 'string', maxLength: 1 }, { type: 'string', minLength: 2 }],
    ['arrays of different items', { type: 'array', items: string }, { type: 'array', items: integer }],
    ['an enum beside one with numbers', { enum: ['a'] }, { enum: ['b', 1] }],
    ['what not excludes', { enum: ['a'] }, { not: string }],
    ['an enum and a type that has one of its values', { enum: ['a', 1] }, string],
  ] as const)('not %s', (_, a, b) => {
    expect(areDisjoint(lowered(a), lowered(b), context)).toBe(false);
    expect(areDisjoint(lowered(b), lowered(a), context)).toBe(false);
  });

  test('gives up where schemas refer to each other without end', () => {
    const list = {
      $ref: '#/definitions/l',
      definitions: { l: { type: 'object', properties: { l: { $ref: '#/definitions/l' } }, required: ['l'] } },
    };
    expect(areDisjoint(lowered(list), lowered(list), context)).toBe(false);
  });
});

function nestedTag(tag: string): unknown {
  return { type: 'object', required: ['head'], properties: { head: tagged(tag, 'tag') } };
}
