import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BoundedStore } from '../../../src/access/bounded-store.ts';
import { SubjectPrefixes } from '../../../src/access/subject-prefixes.ts';
import { guidOf } from '../../../src/registry/identity.ts';
import type { SchemaId, Version } from '../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';
import type { Store } from '../../../src/registry/store.ts';
import { MemoryStore } from '../../../src/schema-tree/memory-store.ts';
import { add, contentOf, markDeleted, write } from '../../helpers/changes.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const first = 1 as Version;
const ofOwn = { name: 'a', subject: 'own.a', version: first };
const referring = contentOf('{"$ref":"a"}', { references: [ofOwn] });
const shared = contentOf('"shared"');
const secret = contentOf('"secret"');

const whole: Store = new MemoryStore([]);
const ids: Record<'own' | 'shared' | 'secret' | 'referring', SchemaId> = {} as never;

beforeAll(async () => {
  await write(whole, add('own.a', 1, '"own"'), add('own.b', 1, shared), add('other.a', 1, shared));
  await write(whole, add('other.b', 1, secret), add('other.c', 1, referring), add('open', 1, '"open"'));
  await write(whole, add('own.a', 2, '"newer"'), add('zone.a', 1, '"zone"'), markDeleted('own.b', [1]));
  const idOf = async (subject: string) => (await whole.version(subject, first))?.id ?? (0 as SchemaId);
  ids.own = await idOf('own.a');
  ids.shared = await idOf('own.b');
  ids.secret = await idOf('other.b');
  ids.referring = await idOf('other.c');
  for (const scope of [globalScope, subjectScope('own.a'), subjectScope('other.a')]) {
    await write(
      whole,
      { kind: 'set-config', scope, config: { normalize: true } },
      { kind: 'set-mode', scope, mode: 'READONLY' },
    );
  }
});

function within(read: readonly string[], change: readonly string[] = []): Store {
  return new BoundedStore(whole, {
    read: new SubjectPrefixes(read),
    change: new SubjectPrefixes(change),
  });
}

describe('what may not be read', () => {
  it('is not there, whichever way one asks', async () => {
    const store = within(['own.']);
    expect(await store.versions('other.a')).toEqual([]);
    expect(await store.version('other.a', first)).toBeUndefined();
    expect(await store.latestVersion('other.a')).toBeUndefined();
    expect(await store.versionsWithText('other.a', shared.text)).toEqual([]);
    expect(await store.referrers('other.a', first)).toEqual([]);
    expect(await store.config(subjectScope('other.a'))).toBeUndefined();
    expect(await store.mode(subjectScope('other.a'))).toBeUndefined();
    expect(await store.schema(ids.secret)).toBeUndefined();
    expect(await store.versionsOfSchema(ids.secret)).toEqual([]);
    expect(await store.schemasByGuid(guidOf(secret))).toEqual([]);
    expect(await store.subjectsWithMode()).toEqual(['own.a']);
  });

  it('is left out of what may', async () => {
    const store = within(['own.']);
    expect(await store.referrers('own.a', first)).toEqual([]);
    expect((await store.versionsOfSchema(ids.shared)).map(({ subject }) => subject)).toEqual(['own.b']);
    expect((await store.schema(ids.shared))?.text).toBe(shared.text);
    expect((await store.schemasByGuid(guidOf(shared))).map(({ id }) => id)).toEqual([ids.shared]);
  });
});

it('passes on what may be read, and what is set for all', async () => {
  const store = within(['own.']);
  expect((await store.versions('own.a')).map(({ version }) => version)).toEqual([1, 2]);
  expect((await store.version('own.a', first))?.id).toBe(ids.own);
  expect((await store.latestVersion('own.a'))?.version).toBe(2);
  expect((await store.versionsWithText('own.a', '"own"')).length).toBe(1);
  expect(await store.config(subjectScope('own.a'))).toEqual({ normalize: true });
  expect(await store.mode(subjectScope('own.a'))).toBe('READONLY');
  expect(await store.config(globalScope)).toEqual({ normalize: true });
  expect(await store.mode(globalScope)).toBe('READONLY');
  expect(await store.maxSchemaId()).toBe(await whole.maxSchemaId());
  expect(await store.property('unknown')).toBeUndefined();
  expect((await within(['own.', 'other.']).referrers('own.a', first)).map(({ id }) => id)).toEqual([
    ids.referring,
  ]);
  await store.ping();
  await store.refresh([globalScope]);
  expect(await store.revisions([globalScope])).toEqual(await whole.revisions([globalScope]));
  await store.close();
  await whole.ping();
});

const prefixes = fc.uniqueArray(fc.constantFrom('', 'o', 'own.', 'own.a', 'other.', 'other.b', 'zone', 'x'), {
  maxLength: 4,
});
const prefix = fc.constantFrom('', 'o', 'own', 'own.a', 'other.b', 'zo', 'y');

it('lists and pages as if nothing else was there', async () => {
  const query = fc.record({
    prefix,
    deleted: fc.constantFrom('exclude' as const, 'include' as const, 'only' as const),
    latestOnly: fc.boolean(),
    offset: fc.nat({ max: 4 }),
    limit: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(prefixes, query, async (read, { offset, limit, ...filter }) => {
      const readable = ({ subject }: { readonly subject: string }) =>
        read.some((own) => subject.startsWith(own));
      const store = within(read);
      const all = (await whole.allVersions({ ...filter, offset: 0 })).filter(readable);
      const end = limit === undefined ? undefined : offset + limit;
      expect(await store.allVersions({ ...filter, offset, limit })).toEqual(all.slice(offset, end));
      const subjects = (await whole.subjects(filter.prefix)).filter(readable);
      expect(await store.subjects(filter.prefix)).toEqual(subjects);
    }),
    propertyRuns(),
  );
});

describe('a change out of bounds', () => {
  const store = () => within(['own.', 'other.'], ['own.']);

  it.each([
    ['a version', add('other.a', 2, '1'), "Not allowed for subject 'other.a'."],
    ['a deletion', markDeleted('other.a', [1]), "Not allowed for subject 'other.a'."],
    [
      'a config',
      { kind: 'set-config', scope: subjectScope('open'), config: {} } as const,
      "Not allowed for subject 'open'.",
    ],
    ['a mode', { kind: 'set-mode', scope: globalScope, mode: undefined } as const, 'Not allowed.'],
    ['a property', { kind: 'set-property', name: 'a', value: 'b' } as const, 'Not allowed.'],
  ])('is refused with all that came with it: %s', async (_what, forbidden, message) => {
    const change = { guards: [], writes: [add('own.a', 3, '3'), forbidden] };
    await expect(store().commit(change)).rejects.toMatchObject({ code: 40301, message });
    expect((await whole.versions('own.a')).length).toBe(2);
  });

  it('differs from one within them', async () => {
    const { outcome } = await store().commit({ guards: [], writes: [add('own.new', 1, '"new"')] });
    expect(outcome).toBe('committed');
    expect(await within([], ['']).commit({ guards: [], writes: [add('any', 1, '1')] })).toMatchObject({
      outcome: 'committed',
    });
  });
});
