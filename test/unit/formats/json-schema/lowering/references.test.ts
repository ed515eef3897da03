import { describe, expect, test } from 'vitest';
import { lowerDocument } from '../../../../../src/formats/json-schema/lowering/lower-document.ts';
import type { SchemaNode } from '../../../../../src/formats/json-schema/model.ts';
import { draft4, draft2019, draft2020, lowered, readValue, references, schemaText } from './describe-node.ts';

describe('inside of the document', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ title: 'top', not: { $ref: '#' } }, 'not(reference(->top) title=top)'],
    [{ $ref: '#/definitions/a', definitions: { a: { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/definitions/a%20b', definitions: { 'a b': { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/definitions/100%', definitions: { '100%': { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/definitions/a~1b~0c', definitions: { 'a/b~c': { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/definitions/~01', definitions: { '~1': { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/anyOf/1', anyOf: [true, { type: 'null' }] }, 'reference(->null +anyOf)'],
    [{ $ref: '#/definitions/a', definitions: { a: true } }, 'reference(->true)'],
    [
      { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/b' }, b: {} } },
      'reference(->reference)',
    ],
    [{ $ref: '#/$defs/a', definitions: { a: { type: 'null' } } }, 'reference(->null)'],
    [{ $ref: '#/$defs/a', definitions: { a: { type: 'null' } }, $defs: { b: true } }, 'reference(->null)'],
    [{ $ref: '#/$defs/a', definitions: { a: { type: 'null' } }, $defs: { a: true } }, 'reference(->true)'],
    [{ $ref: '#a', definitions: { x: { $id: '#a', type: 'null' } } }, 'reference(->null)'],
    [
      { $ref: '#a', definitions: { x: { $anchor: 'a', type: 'null' }, y: { $anchor: 'a' } } },
      'reference(->null)',
    ],
    [
      { not: { $ref: '#a' }, $id: 'http://x/y', definitions: { x: { $id: '#a', type: 'null' } } },
      'not(reference(->null) id=http://x/y)',
    ],
    [
      { not: { $ref: 'http://x/z' }, $id: 'http://x/y', definitions: { x: { $id: 'z', type: 'null' } } },
      'not(reference(->null) id=http://x/y)',
    ],
    [
      {
        not: { $ref: 'z#/definitions/b' },
        definitions: { x: { $id: 'z', definitions: { b: { type: 'null' } } } },
      },
      'not(reference(->null))',
    ],
    [
      { not: { $ref: 'z#b' }, definitions: { x: { $id: 'z', items: [{ $id: '#b', type: 'null' }] } } },
      'not(reference(->null))',
    ],
    [
      { $id: 'http://x/y', title: 'top', not: { $ref: 'http://x/y#' } },
      'not(reference(->top) id=http://x/y title=top)',
    ],
    [{ $id: 'dir/y', title: 'top', not: { $ref: 'y' } }, 'not(reference(->top) id=dir/y title=top)'],
    [
      {
        properties: { a: { $id: '/properties/a', not: { $ref: '#/definitions/b' } } },
        definitions: { b: { type: 'null' } },
      },
      'object(.a:not(reference(->null) id=/properties/a))',
    ],
    [
      {
        properties: { a: { $id: 'inner', not: { $ref: '#/definitions/b' }, definitions: { b: {} } } },
        definitions: { b: { type: 'null' } },
      },
      'object(.a:not(reference(->empty) id=inner))',
    ],
    [
      {
        not: { $ref: 'a' },
        const: { $id: 'a' },
        enum: [{ $id: 'a' }],
        definitions: { a: { $id: 'a', type: 'null' } },
      },
      'allOf(enum({"$id":"a"}),not(reference(->null)),const({"$id":"a"}))',
    ],
    [{ not: { $ref: '#/properties' }, properties: {} }, 'allOf(not(reference(->empty)),object)'],
    [
      { $ref: '#/definitions/a', minLength: 1, title: 't', type: 'null', definitions: { a: {} } },
      'reference(->empty +minLength +type title=t)',
    ],
    [
      { $id: 'http://x/y', $ref: '#/definitions/a', definitions: { a: {} } },
      'reference(->empty id=http://x/y)',
    ],
  ])('%j is %s', (schema, node) => {
    expect(lowered(schemaText(schema))).toBe(node);
  });

  test('by id in draft 4', () => {
    const schema = { not: { $ref: 'a' }, definitions: { a: { id: 'a', type: 'null' } } };
    expect(lowered(schemaText(schema, draft4))).toBe('not(reference(->null))');
  });

  test('from a schema with an $id and a $ref, from 2019 on', () => {
    const schema = {
      $id: 'http://x/y/',
      not: { $id: 'in/', $ref: 'z' },
      $defs: { z: { $id: 'in/z', type: 'null' } },
    };
    expect(lowered(schemaText(schema, draft2019))).toBe('not(reference(->null))');
  });

  test('to one node, however often', () => {
    const text = schemaText({
      properties: { a: { $ref: '#/definitions/x' }, b: { $ref: '#/definitions/x' } },
      definitions: { x: {} },
    });
    const result = lowerDocument(readValue(text), []);
    const targets =
      result.ok && result.node.kind === 'object' ? [...result.node.properties.values()].map(targetOf) : [];
    expect(targets).toHaveLength(2);
    expect(targets[0]).toBe(targets[1]);
  });
});

function targetOf(node: SchemaNode): SchemaNode | undefined {
  return node.kind === 'reference' ? node.target : undefined;
}

describe('to registered documents', () => {
  const b =
    '{"title":"B","type":"object","definitions":{"x":{"type":"null"},"back":{"$ref":"#/definitions/x"},"named":{"$id":"#n","type":"boolean"}}}';

  test.each<[Record<string, unknown>, Record<string, string>, string]>([
    [{ $ref: 'b.json' }, { 'b.json': b }, 'reference(->B)'],
    [{ $ref: './b.json#' }, { 'b.json': b }, 'reference(->B)'],
    [{ $ref: 'b.json' }, { './b.json': b }, 'reference(->B)'],
    [{ $ref: 'b.json#/definitions/x' }, { 'b.json': b }, 'reference(->null)'],
    [{ $ref: 'b.json#/$defs/x' }, { 'b.json': b }, 'reference(->null)'],
    [{ $ref: 'b.json#n' }, { 'b.json': b }, 'reference(->boolean)'],
    [{ $ref: 'b.json#/definitions/back' }, { 'b.json': b }, 'reference(->reference)'],
    [
      { $id: 'http://x/dir/a.json', not: { $ref: 'b.json' } },
      { 'b.json': b },
      'not(reference(->B) id=http://x/dir/a.json)',
    ],
    [
      { $id: 'http://x/dir/a.json', not: { $ref: 'http://x/dir/b.json' } },
      { 'b.json': b },
      'not(reference(->B) id=http://x/dir/a.json)',
    ],
    [{ $ref: 'http://x/b.json' }, { 'http://x/b.json': b }, 'reference(->B)'],
    [{ $ref: 'http://x/b.json' }, { b: '{"$id":"http://x/b.json","type":"null"}' }, 'reference(->null)'],
    [{ $ref: 'b.json' }, { 'c.json': 'true', 'b.json': '{"$ref":"c.json"}' }, 'reference(->reference)'],
    [
      { $ref: 'dir/b.json' },
      { 'dir/c.json': 'true', 'dir/b.json': '{"not":{"$ref":"c.json"}}' },
      'reference(->not)',
    ],
    [
      { $ref: 'b.json' },
      { 'c.json': 'true', 'b.json': '{"$id":"http://other/b","not":{"$ref":"c.json"}}' },
      'reference(->not)',
    ],
    [
      { $id: 'http://x/a', title: 'A', not: { $ref: 'b' } },
      { b: '{"$id":"http://y/b","not":{"$ref":"http://x/a"}}' },
      'not(reference(->not) id=http://x/a title=A)',
    ],
    [{ $ref: 'b' }, { b: 'true' }, 'reference(->true)'],
  ])('%j with %j is %s', (schema, texts, node) => {
    expect(lowered(schemaText(schema), texts)).toBe(node);
    // From 2019-09 on the $id itself is no annotation.
    expect(lowered(schemaText(schema, draft2020), texts)).toBe(node.replace(/ id=[^ )]*/, ''));
  });

  test('in the dialect that they declare, else in that of the schema', () => {
    const tuple = '{"type":"array","items":[{}]}';
    const declared = '{"$schema":"http://json-schema.org/draft-07/schema#","const":1,"type":"null"}';
    expect(lowered(schemaText({ $ref: 'b' }, draft2020), { b: tuple })).toBe(
      'error: "items" must be a schema; "prefixItems" takes a list of schemas, at "b#"',
    );
    expect(lowered(schemaText({ $ref: 'b' }), { b: tuple })).toBe('reference(->array)');
    expect(lowered(schemaText({ $ref: 'b' }, draft2020), { b: declared })).toBe('reference(->combined)');
  });

  test('that refer to each other', () => {
    const a = '{"not":{"$ref":"b"}}';
    const result = lowered(a, { a, b: '{"items":{"$ref":"a"}}' });
    expect(result).toBe('not(reference(->array))');
  });

  test('of two with one name, the first', () => {
    const [first] = references({ b: 'true' });
    const [second] = references({ b: 'false' });
    const both = [first, second].filter((reference) => reference !== undefined);
    const result = lowerDocument(readValue('{"$ref":"b"}'), both);
    expect(result.ok && result.node.kind === 'reference' ? result.node.target.kind : result).toBe('true');
  });
});

describe('to meta-schemas, without a network', () => {
  test.each([
    ['http://json-schema.org/draft-04/schema#', 'reference(->object)'],
    ['http://json-schema.org/draft-07/schema#', 'reference(->combined)'],
    ['https://json-schema.org/draft/2020-12/schema', 'reference(->combined)'],
    [
      'http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger',
      'reference(->number(typed integer minimum=0))',
    ],
    [
      'http://json-schema.org/draft-04/schema#/definitions/positiveInteger',
      'reference(->number(typed integer minimum=0))',
    ],
    ['http://json-schema.org/draft-06/schema#/definitions/schemaArray', 'reference(->array)'],
  ])('%s', ($ref, node) => {
    expect(lowered(schemaText({ $ref }))).toBe(node);
  });
});

const remote = 'Remote schema reference fetching over HTTP(S) is disabled';
const advice = (name: string): string =>
  `register that schema and list it under "references" with the name "${name}"`;

describe('that lead nowhere', () => {
  test.each<[Record<string, unknown>, string]>([
    [
      { $ref: '#/definitions/a' },
      '$ref "#/definitions/a" leads nowhere: this schema has no "#/definitions/a"',
    ],
    [
      { $ref: '#/definitions/toString', definitions: {} },
      '$ref "#/definitions/toString" leads nowhere: this schema has no "#/definitions/toString"',
    ],
    [
      { $ref: '#/$defs/toString', definitions: {} },
      '$ref "#/$defs/toString" leads nowhere: this schema has no "#/$defs/toString"',
    ],
    [
      { $ref: '#/definitions/a', $defs: { a: {} } },
      '$ref "#/definitions/a" leads nowhere: this schema has no "#/definitions/a"',
    ],
    [
      { $ref: '#/not/$defs/a', not: { definitions: { a: {} } } },
      '$ref "#/not/$defs/a" leads nowhere: this schema has no "#/not/$defs/a"',
    ],
    [
      { $ref: '#/allOf/01', allOf: [true, true] },
      '$ref "#/allOf/01" leads nowhere: this schema has no "#/allOf/01"',
    ],
    [
      { $ref: '#/allOf/-1', allOf: [true] },
      '$ref "#/allOf/-1" leads nowhere: this schema has no "#/allOf/-1"',
    ],
    [{ $ref: '#/title/x', title: 'x' }, '$ref "#/title/x" leads nowhere: this schema has no "#/title/x"'],
    [{ $ref: '#nowhere' }, '$ref "#nowhere" leads nowhere: this schema has no "#nowhere"'],
    [{ $ref: 'b#/a' }, '$ref "b#/a" leads nowhere: reference "b" has no "#/a"'],
    [{ $ref: 'c.json' }, `$ref "c.json" is not defined: ${advice('c.json')}`],
    [{ $ref: 'c.json#/x' }, `$ref "c.json#/x" is not defined: ${advice('c.json')}`],
    [{ $ref: 'urn:x:y' }, `$ref "urn:x:y" is not defined: ${advice('urn:x:y')}`],
    [
      { $ref: 'file:///etc/passwd' },
      `$ref "file:///etc/passwd" is not defined: ${advice('file:///etc/passwd')}`,
    ],
    [{ $ref: 'http://x/c#/y' }, `${remote}: http://x/c; ${advice('http://x/c')}`],
    [{ $ref: 'HTTPS://x/c' }, `${remote}: HTTPS://x/c; ${advice('HTTPS://x/c')}`],
    [{ $id: 'http://x/a', not: { $ref: 'c' } }, `${remote}: http://x/c; ${advice('c')}`],
    [
      { $ref: '#/const', const: 3, type: 'null' },
      'expected a schema: an object, true or false, at "#/const"',
    ],
    [{ $ref: 3 }, '"$ref" must be a string at "#"'],
    [
      { $ref: 'broken' },
      'reference "broken" is not JSON: expected a key in double quotes but the text ends at line 1, column 2',
    ],
    [{ $ref: '#' }, '$ref "#" leads back to itself with no schema on the way'],
    [
      {
        $ref: '#/definitions/a',
        definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
      },
      '$ref "#/definitions/a" leads back to itself with no schema on the way',
    ],
    [{ items: { $ref: '#/items' } }, '$ref "#/items" leads back to itself with no schema on the way'],
    [
      { $ref: '#/$defs/a', $defs: {}, definitions: [] },
      '$ref "#/$defs/a" leads nowhere: this schema has no "#/$defs/a"',
    ],
    [
      { $ref: '#/$defs/a', $defs: {}, definitions: {} },
      '$ref "#/$defs/a" leads nowhere: this schema has no "#/$defs/a"',
    ],
  ])('%j: %s', (schema, reason) => {
    expect(lowered(schemaText(schema), { b: '{}', broken: '{' })).toBe(`error: ${reason}`);
  });

  test('are shown in part when long', () => {
    const $ref = `http://x/${'y'.repeat(10_000)}`;
    expect(lowered(schemaText({ $ref })).length).toBeLessThan(1000);
  });
});
