import { expect } from 'vitest';
import { subjectScope } from '../../src/registry/settings.ts';
import type { Store, VersionQuery } from '../../src/registry/store.ts';
import { add, markDeleted, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const everything: VersionQuery = { prefix: '', deleted: 'include', latestOnly: false, offset: 0 };

async function listed(store: Store, query: Partial<VersionQuery>): Promise<string[]> {
  const versions = await store.allVersions({ ...everything, ...query });
  return versions.map(({ subject, version, deleted }) => `${subject}/${version}${deleted ? '-' : ''}`);
}

/** a: 1 deleted, 2 and 3 live; b: all deleted; ba: 1 live; c: 1 live, 2 deleted. */
async function fill(store: Store): Promise<void> {
  await write(store, add('c', 1, '{}'), add('c', 2, 'true'), add('ba', 1, '{}'), add('b', 2, '{}'));
  await write(store, add('b', 1, 'true'), add('a', 1, '1'), add('a', 2, '2'), add('a', 3, '3'));
  await write(store, markDeleted('a', [1]), markDeleted('b', [1, 2]), markDeleted('c', [2]));
}

/**
 * Names of every kind, in the order of their UTF-16 code units. By code points, U+E000, U+FFFD and
 * U+FFFF would come before the two characters beyond U+FFFF.
 */
const namesInOrder = [
  '',
  '\u0000',
  '\u0000a',
  ' ',
  '%2F',
  'A',
  'Z',
  '__proto__',
  'a',
  'a\u0000',
  'a\u0000b',
  'a/b',
  'aa',
  "b'--",
  'e\u0301',
  '\u007f',
  'é',
  '日本',
  '\ud800',
  '😀',
  '😀a',
  '\u{10ffff}',
  '\ue000',
  '\ufffd',
  '\uffff',
];

/** Lists over subjects. */
export const listRules: readonly Rule[] = [
  {
    name: 'lists subjects in order, each with whether a version is live',
    async run({ store }) {
      expect(await store.subjects('')).toEqual([]);
      await fill(store);
      expect(await store.subjects('')).toEqual([
        { subject: 'a', live: true },
        { subject: 'b', live: false },
        { subject: 'ba', live: true },
        { subject: 'c', live: true },
      ]);
    },
  },
  {
    name: 'lists the subjects with a prefix, letter by letter',
    async run({ store }) {
      await write(store, add('a_', 1, '{}'), add('a%', 1, '{}'), add('aX', 1, '{}'), add('A', 1, '{}'));
      expect((await store.subjects('a%')).map(({ subject }) => subject)).toEqual(['a%']);
      expect((await store.subjects('a')).map(({ subject }) => subject)).toEqual(['a%', 'aX', 'a_']);
      expect(await store.subjects('b')).toEqual([]);
      expect(await listed(store, { prefix: 'a_' })).toEqual(['a_/1']);
    },
  },
  {
    name: 'keeps names of any characters apart, and sorts them by code units',
    async run({ store }) {
      expect(namesInOrder.toSorted()).toEqual(namesInOrder);
      await write(store, ...namesInOrder.toReversed().map((name) => add(name, 1, '{}')));
      expect((await store.subjects('')).map(({ subject }) => subject)).toEqual(namesInOrder);
      expect(await listed(store, {})).toEqual(namesInOrder.map((name) => `${name}/1`));
      const holders = await store.versionsOfSchema((await store.versions('a'))[0]?.id ?? (0 as never));
      expect(holders.map(({ subject }) => subject)).toEqual(namesInOrder);
      const byPrefix = await Promise.all(namesInOrder.map((name) => store.subjects(name)));
      expect(byPrefix.map((found) => found.map(({ subject }) => subject))).toEqual(
        namesInOrder.map((prefix) => namesInOrder.filter((name) => name.startsWith(prefix))),
      );
    },
  },
  {
    name: 'lists no subject whose versions were all removed, nor one with settings alone',
    async run({ store }) {
      await write(store, add('a', 1, '{}'), { kind: 'set-mode', scope: subjectScope('b'), mode: 'READONLY' });
      await write(store, remove('a', [1]));
      expect(await store.subjects('')).toEqual([]);
      expect(await listed(store, {})).toEqual([]);
    },
  },
  {
    name: 'lists all versions: live, deleted or both',
    async run({ store }) {
      await fill(store);
      expect(await listed(store, { deleted: 'include' })).toEqual([
        'a/1-',
        'a/2',
        'a/3',
        'b/1-',
        'b/2-',
        'ba/1',
        'c/1',
        'c/2-',
      ]);
      expect(await listed(store, { deleted: 'exclude' })).toEqual(['a/2', 'a/3', 'ba/1', 'c/1']);
      expect(await listed(store, { deleted: 'only' })).toEqual(['a/1-', 'b/1-', 'b/2-', 'c/2-']);
    },
  },
  {
    name: 'lists the latest version of each subject, of those that the query lets through',
    async run({ store }) {
      await fill(store);
      const latestOnly = true;
      expect(await listed(store, { latestOnly, deleted: 'include' })).toEqual([
        'a/3',
        'b/2-',
        'ba/1',
        'c/2-',
      ]);
      expect(await listed(store, { latestOnly, deleted: 'exclude' })).toEqual(['a/3', 'ba/1', 'c/1']);
      expect(await listed(store, { latestOnly, deleted: 'only' })).toEqual(['a/1-', 'b/2-', 'c/2-']);
    },
  },
  {
    name: 'cuts a page out of a list',
    async run({ store }) {
      await fill(store);
      expect(await listed(store, { limit: 2 })).toEqual(['a/1-', 'a/2']);
      expect(await listed(store, { offset: 6 })).toEqual(['c/1', 'c/2-']);
      expect(await listed(store, { offset: 3, limit: 2 })).toEqual(['b/1-', 'b/2-']);
      expect(await listed(store, { offset: 8, limit: 2 })).toEqual([]);
      expect(await listed(store, { limit: 0 })).toEqual([]);
      expect(await listed(store, { prefix: 'b', offset: 1, limit: 9 })).toEqual(['b/2-', 'ba/1']);
      expect(await listed(store, { prefix: 'b', offset: 3, limit: 9 })).toEqual([]);
      expect(await listed(store, { latestOnly: true, deleted: 'exclude', offset: 1, limit: 1 })).toEqual([
        'ba/1',
      ]);
    },
  },
];
