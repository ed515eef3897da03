import { expect } from 'vitest';
import { guidOf } from '../../src/registry/identity.ts';
import type { Guid, Metadata, RuleSet, SchemaId, Version } from '../../src/registry/schema.ts';
import { add, change, contentOf, markDeleted, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const version1 = 1 as Version;

/** Contents, their ids and guids. */
export const schemaRules: readonly Rule[] = [
  {
    name: 'keeps nothing at first',
    async run({ store }) {
      expect(await store.schema(1 as SchemaId)).toBeUndefined();
      expect(await store.schemasByGuid(guidOf(contentOf('{}')))).toEqual([]);
      expect(await store.versionsOfSchema(1 as SchemaId)).toEqual([]);
      expect(await store.versionsWithText('a', '{}')).toEqual([]);
      expect(await store.referrers('a', version1)).toEqual([]);
      expect(await store.maxSchemaId()).toBe(0);
    },
  },
  {
    name: 'gives ids from 1, in the order of the writes',
    async run({ store }) {
      expect(await write(store, add('b', 1, '{"title":"b"}'), add('a', 1, '{"title":"a"}'))).toEqual([1, 2]);
      expect(await write(store, add('a', 2, 'true'))).toEqual([3]);
      expect(await store.maxSchemaId()).toBe(3);
    },
  },
  {
    name: 'returns content as it was given, with its id and guid',
    async run({ store }) {
      const content = contentOf('{"$ref":"other.json"}', {
        references: [
          { name: 'other.json', subject: 'other', version: version1 },
          { name: 'again.json', subject: 'other', version: version1 },
        ],
        metadata,
        ruleSet,
      });
      const [id] = await write(store, add('a', 1, content));
      expect(await store.schema(id as SchemaId)).toEqual({ ...content, id, guid: guidOf(content) });
    },
  },
  {
    name: 'returns neither metadata nor rule set when none was given, and empty ones when they were',
    async run({ store }) {
      const empty = contentOf('{}', { metadata: {}, ruleSet: {} });
      const [plain, full] = await write(store, add('a', 1, '{}'), add('a', 2, empty));
      expect(Object.keys((await store.schema(plain as SchemaId)) ?? {})).not.toContain('metadata');
      expect(await store.schema(full as SchemaId)).toMatchObject({ metadata: {}, ruleSet: {} });
    },
  },
  {
    name: 'keeps own properties named __proto__, and keys like integers',
    async run({ store }) {
      const json =
        '{"properties":{"__proto__":"x","constructor":"y","10":"ten","2":"two"},"sensitive":["__proto__"]}';
      const metadata = JSON.parse(json) as Metadata;
      const [id] = await write(store, add('a', 1, contentOf('{}', { metadata })));
      const found = (await store.schema(id as SchemaId))?.metadata;
      expect(JSON.stringify(found)).toBe(JSON.stringify(metadata));
      expect(Object.getPrototypeOf(found?.properties)).toBe(Object.prototype);
    },
  },
  {
    name: 'returns the very same text, whatever characters and length it has',
    async run({ store }) {
      const odd = '{"title":"\\u0000 \u007f \u2028 é 日本 😀 \ufeff \uffff ‮"}';
      const long = JSON.stringify({ title: 'x'.repeat(3_000_000) });
      const ids = await write(store, add('a', 1, odd), add('a', 2, long));
      const texts = await Promise.all(ids.map(async (id) => (await store.schema(id))?.text));
      expect(texts[0]).toBe(odd);
      expect(texts[1] === long).toBe(true);
    },
  },
  {
    name: 'refuses text with a lone surrogate, which UTF-8 can not hold, instead of altering it',
    async run({ store }) {
      await expect(store.commit(change([add('a', 1, '{"title":"\ud800"}')]))).rejects.toThrow(TypeError);
      const property = { kind: 'set-property', name: 'p', value: '\udfff' } as const;
      await expect(store.commit(change([property]))).rejects.toThrow('set-property');
      expect(await store.versions('a')).toEqual([]);
    },
  },
  {
    name: 'shares one id between subjects that hold the same content',
    async run({ store }) {
      const ids = await write(store, add('a', 1, '{}'), add('b', 1, '{}'), add('b', 2, 'true'));
      expect(ids).toEqual([1, 1, 2]);
      expect(await write(store, add('c', 1, '{}'))).toEqual([1]);
      expect(await store.maxSchemaId()).toBe(2);
    },
  },
  {
    name: 'gives content of two schema types two ids under one guid',
    async run({ store }) {
      const json = contentOf('{"type":"string"}');
      const avro = contentOf('{"type":"string"}', { schemaType: 'AVRO' });
      expect(await write(store, add('a', 1, json), add('b', 1, avro), add('c', 1, json))).toEqual([1, 2, 1]);
      const found = await store.schemasByGuid(guidOf(json));
      expect(found.map(({ id, schemaType }) => [id, schemaType])).toEqual([
        [1, 'JSON'],
        [2, 'AVRO'],
      ]);
      expect(await store.schemasByGuid('' as Guid)).toEqual([]);
    },
  },
  {
    name: 'drops a schema with its last version, and never gives its id again',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), add('b', 1, '{}'));
      await write(store, remove('a', [1]));
      expect(await store.schema(1 as SchemaId)).toBeDefined();
      await write(store, remove('b', [1]));
      expect(await store.schema(1 as SchemaId)).toBeUndefined();
      expect(await store.schemasByGuid(guidOf(contentOf('{}')))).toEqual([]);
      expect(await store.maxSchemaId()).toBe(1);
      expect(await write(store, add('a', 1, '{}'))).toEqual([2]);
    },
  },
  {
    name: 'keeps a schema that only a deleted version holds',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), markDeleted('a', [1]));
      expect(await store.schema(1 as SchemaId)).toBeDefined();
      expect(await write(store, add('b', 1, '{}'))).toEqual([1]);
    },
  },
  {
    name: 'keeps the id when one change removes a version and adds its content again, in either order',
    async run({ store }) {
      await write(store, add('a', 1, '{}'));
      expect(await write(store, remove('a', [1]), add('a', 2, '{}'))).toEqual([1]);
      expect(await write(store, add('a', 3, '{}'), remove('a', [2]))).toEqual([1]);
      expect(await store.schema(1 as SchemaId)).toBeDefined();
    },
  },
];

const metadata: Metadata = {
  tags: { '**.ssn': ['PII', 'PRIVATE'] },
  properties: { owner: 'Zoë', empty: '' },
  sensitive: ['owner'],
};

const ruleSet: RuleSet = {
  migrationRules: [
    { name: 'up', kind: 'TRANSFORM', mode: 'UPGRADE', type: 'JSONATA', expr: '$', disabled: false },
  ],
  domainRules: [
    {
      name: 'check',
      doc: 'says "no"',
      kind: 'CONDITION',
      mode: 'WRITE',
      type: 'CEL',
      tags: ['PII'],
      params: { limit: '10' },
      expr: 'size(message.name) > 0',
      onSuccess: 'NONE',
      onFailure: 'ERROR',
      disabled: true,
    },
  ],
  encodingRules: [],
  enableAt: '2026-01-01',
};
