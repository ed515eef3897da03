import { expect } from 'vitest';
import type { SchemaId, SubjectVersion, Version } from '../../src/registry/schema.ts';
import { add, change, contentOf, markDeleted, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

/** One version row, live unless told otherwise. */
function row(
  subject: string,
  version: number,
  id: number,
  more: Partial<SubjectVersion> = {},
): SubjectVersion {
  return { subject, version: version as Version, id: id as SchemaId, deleted: false, timestamp: 1, ...more };
}

const version = (n: number): Version => n as Version;

/** Versions of one subject, and who refers to them. */
export const versionRules: readonly Rule[] = [
  {
    name: 'keeps the versions of a subject, ascending, with id and timestamp',
    async run({ store }) {
      const timestamp = 1_790_000_000_123;
      await write(
        store,
        add('a', 2, '{}', timestamp),
        add('a', 1, 'true'),
        add('ab', 1, '{}'),
        add('a', 10, '{}'),
      );
      expect(await store.versions('a')).toEqual([
        row('a', 1, 2),
        row('a', 2, 1, { timestamp }),
        row('a', 10, 1),
      ]);
      expect(await store.version('a', version(2))).toEqual(row('a', 2, 1, { timestamp }));
      expect(await store.version('a', version(3))).toBeUndefined();
      expect(await store.version('', version(1))).toBeUndefined();
      expect(await store.versions('A')).toEqual([]);
    },
  },
  {
    name: 'finds the highest live version',
    async run({ store }) {
      expect(await store.latestVersion('a')).toBeUndefined();
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'), add('a', 3, 'false'));
      expect(await store.latestVersion('a')).toEqual(row('a', 3, 3));
      await write(store, markDeleted('a', [3]));
      expect(await store.latestVersion('a')).toEqual(row('a', 2, 2));
      await write(store, markDeleted('a', [1, 2]));
      expect(await store.latestVersion('a')).toBeUndefined();
    },
  },
  {
    name: 'marks versions deleted: they stay, with the time of the deletion',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'), add('b', 1, '{}'));
      await write(store, markDeleted('a', [1], 99));
      expect(await store.versions('a')).toEqual([
        row('a', 1, 1, { deleted: true, timestamp: 99 }),
        row('a', 2, 2),
      ]);
      expect(await store.version('a', version(1))).toMatchObject({ deleted: true });
      expect(await store.versions('b')).toEqual([row('b', 1, 1)]);
    },
  },
  {
    name: 'removes versions, so that their numbers are free',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'), markDeleted('a', [2]));
      await write(store, remove('a', [1, 2]));
      expect(await store.versions('a')).toEqual([]);
      await write(store, add('a', 1, 'false'));
      expect(await store.versions('a')).toEqual([row('a', 1, 3)]);
    },
  },
  {
    name: 'refuses a version that is taken, also by a deleted one, and applies nothing of the change',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), markDeleted('a', [1]));
      const taken = change([
        add('b', 1, 'true'),
        { kind: 'set-property', name: 'p', value: 'v' },
        add('a', 1, 'false'),
      ]);
      expect(await store.commit(taken)).toEqual({ outcome: 'conflict' });
      expect(await store.versions('b')).toEqual([]);
      expect(await store.property('p')).toBeUndefined();
      expect(await write(store, add('b', 1, 'true'))).toEqual([2]);
    },
  },
  {
    name: 'refuses to mark or to remove a version that is not there, and applies nothing of the change',
    async run({ store }) {
      await write(store, add('a', 1, '{}'));
      expect(await store.commit(change([markDeleted('a', [1, 2])]))).toEqual({ outcome: 'conflict' });
      expect(await store.commit(change([remove('a', [1, 2])]))).toEqual({ outcome: 'conflict' });
      expect(await store.commit(change([remove('nobody', [1])]))).toEqual({ outcome: 'conflict' });
      expect(await store.versions('a')).toEqual([row('a', 1, 1)]);
      expect(await store.schema(1 as SchemaId)).toBeDefined();
    },
  },
  {
    name: 'finds the versions of a subject by their text, newest first, whatever goes with the text',
    async run({ store }) {
      const tagged = contentOf('{}', { metadata: { properties: { owner: 'me' } } });
      const avro = contentOf('{}', { schemaType: 'AVRO' });
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'), add('a', 3, tagged), add('b', 1, avro));
      await write(store, add('a', 4, avro), markDeleted('a', [3]));
      const found = await store.versionsWithText('a', '{}');
      expect(found.map((each) => [each.version, each.deleted])).toEqual([
        [4, false],
        [3, true],
        [1, false],
      ]);
      expect(await store.versionsWithText('a', '{ }')).toEqual([]);
      expect(await store.versionsWithText('b', 'true')).toEqual([]);
    },
  },
  {
    name: 'finds the versions that hold a schema, by subject, then version',
    async run({ store }) {
      await write(store, add('b', 1, '{}'), add('a', 10, '{}'), add('a', 9, '{}'), add('c', 1, 'true'));
      await write(store, markDeleted('a', [9]));
      const found = await store.versionsOfSchema(1 as SchemaId);
      expect(found).toEqual([
        row('a', 9, 1, { deleted: true, timestamp: 2 }),
        row('a', 10, 1),
        row('b', 1, 1),
      ]);
    },
  },
  {
    name: 'finds the versions whose schema refers to a version, by id, subject, version',
    async run({ store }) {
      const base = { name: 'base', subject: 'base', version: version(1) };
      const first = contentOf('{"title":"1"}', { references: [base, { ...base, name: 'again' }] });
      const second = contentOf('{"title":"2"}', { references: [{ ...base, subject: 'x' }, base] });
      const other = contentOf('{"title":"3"}', { references: [{ ...base, version: version(2) }] });
      await write(store, add('base', 1, '{}'), add('z', 1, first), add('y', 2, second), add('y', 1, first));
      await write(store, add('b', 1, second), add('c', 1, other), markDeleted('b', [1]));
      const found = await store.referrers('base', version(1));
      expect(found.map((each) => [each.id, each.subject, each.version, each.deleted])).toEqual([
        [2, 'y', 1, false],
        [2, 'z', 1, false],
        [3, 'b', 1, true],
        [3, 'y', 2, false],
      ]);
      expect(await store.referrers('base', version(3))).toEqual([]);
    },
  },
  {
    name: 'forgets a reference with the schema that made it',
    async run({ store }) {
      const base = { name: 'base', subject: 'base', version: version(1) };
      await write(store, add('a', 1, contentOf('{}', { references: [base] })));
      await write(store, remove('a', [1]));
      expect(await store.referrers('base', version(1))).toEqual([]);
    },
  },
  {
    name: 'treats a subject that is only referred to as one without versions',
    async run({ store }) {
      const ghost = { name: 'g', subject: 'ghost', version: version(1) };
      await write(store, add('a', 1, contentOf('{}', { references: [ghost] })));
      expect(await store.versions('ghost')).toEqual([]);
      expect(await store.subjects('')).toEqual([{ subject: 'a', live: true }]);
    },
  },
];
