import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import { type DumpableStore, type DumpRecord, StoreNotEmptyError } from '../../src/registry/dump.ts';
import { guidOf } from '../../src/registry/identity.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import type { Store, Write } from '../../src/registry/store.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { add, change, changing, contentOf, markDeleted, remove, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const odd = '\ud800 \u0000 日本 😀';
const referring = contentOf('{"title":"日本"}', {
  references: [{ name: 'r', subject: odd, version: 1 as never }],
  metadata: { properties: { b: '1', a: '2' } },
  ruleSet: { domainRules: [{ kind: 'CONDITION', mode: 'WRITE', disabled: true }] },
});

/** Every kind of fact, of each kind an odd one. */
const everything: readonly Write[] = [
  add(odd, 1, '{}', 11),
  add('a', 1, referring, 12),
  add('a', 2, contentOf('{}', { schemaType: 'AVRO' }), 13),
  add('gone', 1, 'true', 14),
  markDeleted('a', [1], 15),
  remove('gone', [1]),
  { kind: 'set-config', scope: globalScope, config: { normalize: true, alias: 'x' } },
  { kind: 'set-config', scope: subjectScope('only-config'), config: {} },
  { kind: 'set-mode', scope: globalScope, mode: 'READONLY' },
  { kind: 'set-mode', scope: subjectScope(odd), mode: 'IMPORT' },
  { kind: 'set-property', name: '__proto__', value: '日' },
];
const recordsOfEverything: readonly DumpRecord[] = [
  { kind: 'schema', ...contentOf('{}'), id: 1 as never, guid: guidOf(contentOf('{}')) },
  { kind: 'schema', ...referring, id: 2 as never, guid: guidOf(referring) },
  {
    kind: 'schema',
    ...contentOf('{}', { schemaType: 'AVRO' }),
    id: 3 as never,
    guid: guidOf(contentOf('{}')),
  },
  { kind: 'version', subject: odd, version: 1 as never, id: 1 as never, deleted: false, timestamp: 11 },
  { kind: 'version', subject: 'a', version: 1 as never, id: 2 as never, deleted: true, timestamp: 15 },
  { kind: 'version', subject: 'a', version: 2 as never, id: 3 as never, deleted: false, timestamp: 13 },
  { kind: 'config', scope: globalScope, config: { normalize: true, alias: 'x' } },
  { kind: 'config', scope: subjectScope('only-config'), config: {} },
  { kind: 'mode', scope: globalScope, mode: 'READONLY' },
  { kind: 'mode', scope: subjectScope(odd), mode: 'IMPORT' },
  { kind: 'property', name: '__proto__', value: '日' },
  { kind: 'last-id', id: 4 },
];

/** Copying a store whole. */
export const dumpRules: readonly Rule[] = [
  {
    name: 'dumps an empty store as that',
    async run({ store }) {
      expect(await dumpOf(store)).toEqual([{ kind: 'last-id', id: 0 }]);
    },
  },
  {
    name: 'dumps every fact once, schemas before the versions that hold them',
    async run({ store }) {
      await write(store, ...everything);
      const dumped = await dumpOf(store);
      expect(sorted(dumped)).toEqual(sorted(recordsOfEverything));
      const kinds = dumped.map(({ kind }) => kind);
      expect(kinds.lastIndexOf('schema')).toBeLessThan(kinds.indexOf('version'));
      const config = dumped.find((record) => record.kind === 'config' && record.scope.kind === 'global');
      expect(JSON.stringify(config)).toContain('{"normalize":true,"alias":"x"}');
    },
  },
  {
    name: 'loads a dump so that every read answers as before, also after it was opened again',
    async run({ store, reopen }) {
      await dumpable(store).load(streamOf(recordsOfEverything));
      for (const open of [async () => store, reopen]) {
        const loaded = await open();
        expect(sorted(await dumpOf(loaded))).toEqual(sorted(recordsOfEverything));
        expect(await loaded.schema(2 as never)).toEqual({ ...referring, id: 2, guid: guidOf(referring) });
        expect(await loaded.referrers(odd, 1 as never)).toEqual(await loaded.versionsOfSchema(2 as never));
        expect(await loaded.versionsWithText('a', '{}')).toMatchObject([{ version: 2, id: 3 }]);
        expect(await loaded.latestVersion('a')).toMatchObject({ version: 2 });
        expect(await loaded.subjectsWithMode()).toEqual([odd]);
      }
    },
  },
  {
    name: 'goes on after a load with ids that were never given out',
    async run({ store }) {
      await dumpable(store).load(streamOf(recordsOfEverything));
      expect(await store.maxSchemaId()).toBe(4);
      expect(await write(store, add('b', 1, '{}'), add('b', 2, '[]'))).toEqual([1, 5]);
      const again = await store.commit(
        change(
          [add('a', 3, 'false')],
          [changing(subjectScope('a'), (await store.revisions([subjectScope('a')]))[0] ?? 0)],
        ),
      );
      expect(again).toEqual({ outcome: 'committed', schemaIds: [6] });
    },
  },
  {
    name: 'keeps the last id of a store that has no schema left',
    async run({ store }) {
      await dumpable(store).load(streamOf([{ kind: 'last-id', id: 7 }]));
      expect(await write(store, add('a', 1, '{}'))).toEqual([8]);
    },
  },
  {
    name: 'loads nothing into a store that holds anything, or did',
    async run({ store, reopen }) {
      const refuses = async (some: Store) => {
        const records = streamOf(recordsOfEverything);
        await expect(dumpable(some).load(records)).rejects.toThrow(StoreNotEmptyError);
      };
      await write(store, { kind: 'set-property', name: 'p', value: '' });
      await refuses(store);
      const before = await dumpOf(store);
      await write(store, add('a', 1, '{}'), remove('a', [1]));
      const again = await reopen();
      await refuses(again);
      expect(await dumpOf(again)).toEqual([before[0], { kind: 'last-id', id: 1 }]);
    },
  },
  {
    name: 'loads a dump whole or not at all',
    async run({ store }) {
      const broken = async function* () {
        yield* recordsOfEverything;
        throw new Error('the file ends here');
      };
      await expect(dumpable(store).load(broken())).rejects.toThrow('the file ends here');
      const orphan = recordsOfEverything.filter(({ kind }) => kind !== 'schema');
      await expect(dumpable(store).load(streamOf(orphan))).rejects.toThrow(/schema/);
      expect(await dumpOf(store)).toEqual([{ kind: 'last-id', id: 0 }]);
      await dumpable(store).load(streamOf(recordsOfEverything));
      expect(await dumpOf(store)).toHaveLength(recordsOfEverything.length);
    },
  },
  {
    name: 'dumps one moment while writes go on, and lets them',
    async run({ store }) {
      await write(store, ...Array.from({ length: 50 }, (_, n) => add('a', n + 1, `{"title":"${n}"}`)));
      // Each change writes a pair: a dump holds both versions or neither.
      const dumping = { done: false };
      const [during, written] = await Promise.all([
        dumpOf(store).finally(() => {
          dumping.done = true;
        }),
        writePairs(store, () => dumping.done),
      ]);
      expect(await store.subjects('left-')).toHaveLength(written);
      const subjects = during.flatMap((record) => (record.kind === 'version' ? [record.subject] : []));
      const numbersOf = (side: string) =>
        subjects.flatMap((name) => (name.startsWith(side) ? [name.slice(side.length)] : []));
      expect(numbersOf('left-')).toEqual(numbersOf('right-'));
      expect(subjects.filter((name) => name === 'a')).toHaveLength(50);
      const held = during.flatMap((record) => (record.kind === 'version' ? [record.id] : []));
      const ids = during.flatMap((record) => (record.kind === 'schema' ? [record.id] : []));
      expect(new Set(ids)).toEqual(new Set(held));
    },
  },
  {
    name: 'can be left in the middle of a dump',
    async run({ store }) {
      await write(store, ...everything);
      for await (const record of dumpable(store).dump()) {
        expect(record.kind).toBe('schema');
        break;
      }
      expect(await dumpOf(store)).toHaveLength(recordsOfEverything.length);
    },
  },
  {
    name: 'neither dumps nor loads once closed',
    async run({ store }) {
      await store.close();
      await expect(dumpOf(store)).rejects.toThrow(StoreUnavailableError);
      await expect(dumpable(store).load(streamOf([]))).rejects.toThrow(StoreUnavailableError);
    },
  },
];

function dumpable(store: Store): DumpableStore {
  if (!('dump' in store && 'load' in store)) throw new Error('The store has no dump and load');
  return store as Store & DumpableStore;
}

async function dumpOf(store: Store): Promise<DumpRecord[]> {
  return Array.fromAsync(dumpable(store).dump());
}

async function* streamOf(records: readonly DumpRecord[]): AsyncGenerator<DumpRecord> {
  yield* records;
}

/** Writes two subjects in each change, until told to stop, and answers how often. */
async function writePairs(store: Store, stopped: () => boolean): Promise<number> {
  let count = 0;
  for (; !stopped(); count += 1) {
    await write(store, add(`left-${count}`, 1, `${count}`), add(`right-${count}`, 1, `${count}`));
    // A store may write in no time, and then nothing else would have its turn.
    await setImmediate();
  }
  return count;
}

/** Engines may differ in the order. */
function sorted(records: readonly DumpRecord[]): readonly DumpRecord[] {
  const keyOf = (record: DumpRecord) =>
    JSON.stringify(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return records.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
