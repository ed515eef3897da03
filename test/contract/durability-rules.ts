import { expect } from 'vitest';
import { guidOf } from '../../src/registry/identity.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { add, change, changing, contentOf, outcomes, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

/** Concurrency, durability, the life of a store. */
export const durabilityRules: readonly Rule[] = [
  {
    name: 'acknowledges 500 commits at once, with unique ids without gaps',
    async run({ store }) {
      const attempts = Array.from({ length: 500 }, (_, n) =>
        store.commit(change([add(`s${n}`, 1, `{"title":"${n}"}`)], [changing(subjectScope(`s${n}`), 0)])),
      );
      const results = await Promise.all(attempts);
      const ids = results.flatMap((result) => (result.outcome === 'committed' ? result.schemaIds : []));
      expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
      const found = await Promise.all(results.map((_, n) => store.version(`s${n}`, 1 as never)));
      expect(found.map((version) => version?.id)).toEqual(ids);
    },
  },
  {
    name: 'gives one id to one content that many subjects register at once',
    async run({ store }) {
      const attempts = Array.from({ length: 50 }, (_, n) => store.commit(change([add(`s${n}`, 1, '{}')])));
      const results = await Promise.all(attempts);
      expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
        new Set(['{"outcome":"committed","schemaIds":[1]}']),
      );
      expect(await store.versionsOfSchema(1 as never)).toHaveLength(50);
    },
  },
  {
    name: 'lets a change that is refused fail alone among many',
    async run({ store }) {
      await write(store, add('taken', 1, '{}'));
      const attempts = Array.from({ length: 30 }, (_, n) =>
        store.commit(change([add(n % 3 === 0 ? 'taken' : `s${n}`, 1, `{"title":"${n}"}`)])),
      );
      const expected = Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? 'conflict' : 'committed'));
      expect(outcomes(await Promise.all(attempts))).toEqual(expected);
      expect(await store.maxSchemaId()).toBe(21);
    },
  },
  {
    name: 'shows what was acknowledged to each read that begins afterwards',
    async run({ store }) {
      const seen = Array.from({ length: 40 }, async (_, n) => {
        await write(store, add(`s${n}`, 1, `{"title":"${n}"}`));
        return store.latestVersion(`s${n}`);
      });
      expect((await Promise.all(seen)).every((version) => version?.version === 1)).toBe(true);
    },
  },
  {
    name: 'keeps everything when it is closed and opened again',
    async run({ store, reopen }) {
      const content = contentOf('{"title":"日本"}', {
        metadata: { properties: { a: 'b' } },
        references: [{ name: 'r', subject: 'a', version: 1 as never }],
      });
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'), add('a', 3, content));
      await store.commit(change([remove('a', [2])], [changing(subjectScope('a'), 0)]));
      await write(
        store,
        { kind: 'set-config', scope: globalScope, config: { compatibilityLevel: 'NONE' } },
        { kind: 'set-mode', scope: subjectScope('a'), mode: 'READONLY' },
        { kind: 'set-property', name: 'p', value: 'v' },
      );
      const again = await reopen();
      expect((await again.versions('a')).map(({ version, id }) => [version, id])).toEqual([
        [1, 1],
        [3, 3],
      ]);
      expect(await again.schema(3 as never)).toEqual({ ...content, id: 3, guid: guidOf(content) });
      expect(await again.referrers('a', 1 as never)).toHaveLength(1);
      expect(await again.revisions([subjectScope('a')])).toEqual([1]);
      expect(await again.config(globalScope)).toEqual({ compatibilityLevel: 'NONE' });
      expect(await again.mode(subjectScope('a'))).toBe('READONLY');
      expect(await again.property('p')).toBe('v');
    },
  },
  {
    name: 'never gives an id again, also when its schema was removed before a restart',
    async run({ store, reopen }) {
      await write(store, add('a', 1, '{}'), add('a', 2, 'true'));
      await write(store, remove('a', [1, 2]));
      const again = await reopen();
      expect(await again.maxSchemaId()).toBe(2);
      expect(await write(again, add('a', 1, '{}'))).toEqual([3]);
    },
  },
  {
    name: 'finishes what it accepted before it closes',
    async run({ store, reopen }) {
      const attempts = Array.from({ length: 100 }, (_, n) => store.commit(change([add(`s${n}`, 1, '{}')])));
      const again = await reopen();
      expect(new Set(outcomes(await Promise.all(attempts)))).toEqual(new Set(['committed']));
      expect(await again.subjects('')).toHaveLength(100);
    },
  },
  {
    name: 'answers a ping while open, and refuses all as unavailable once closed',
    async run({ store }) {
      await expect(store.ping()).resolves.toBeUndefined();
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
      await expect(store.ping()).rejects.toThrow(StoreUnavailableError);
      await expect(store.schema(1 as never)).rejects.toThrow(StoreUnavailableError);
      await expect(store.commit(change([add('a', 1, '{}')]))).rejects.toThrow(StoreUnavailableError);
    },
  },
];
