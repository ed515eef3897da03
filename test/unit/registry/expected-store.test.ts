import { expect, it } from 'vitest';
import { ExpectedStore } from '../../../src/registry/expected-store.ts';
import { guidOf } from '../../../src/registry/identity.ts';
import type { SchemaId, StoredSchema, SubjectVersion, Version } from '../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';
import type { Expected } from '../../../src/registry/subject-line.ts';
import { MemoryStore } from '../../../src/schema-tree/memory-store.ts';
import { add, change, contentOf } from '../../helpers/changes.ts';

const onItsWay = -1 as SchemaId;
const second = 2 as Version;

function schemaOf(text: string, id: SchemaId): StoredSchema {
  const content = contentOf(text);
  return { ...content, id, guid: guidOf(content) };
}

/** A store with version 1 of the subjects a and b, seen with version 2 of a on its way, of the same text as b. */
async function open() {
  const real = new MemoryStore([]);
  await real.commit(change([add('a', 1, '1'), add('b', 1, '2')]));
  const versions: SubjectVersion[] = [
    ...(await real.versions('a')),
    { subject: 'a', version: second, id: onItsWay, deleted: false, timestamp: 0 },
  ];
  const made = { schema: schemaOf('2', onItsWay), parsed: undefined, fate: { storedAs: undefined } };
  const expected: Expected = {
    versions,
    revision: 9,
    pending: new Map([[onItsWay, made]]),
    last: { committed: false },
  };
  return { real, versions, store: new ExpectedStore(real, 'a', expected) };
}

it('shows what is on its way to one subject', async () => {
  const { store, versions } = await open();
  expect(await store.versions('a')).toEqual(versions);
  expect(await store.latestVersion('a')).toEqual(versions[1]);
  expect(await store.version('a', second)).toEqual(versions[1]);
  expect(await store.versionsWithText('a', '2')).toEqual([versions[1]]);
  expect(await store.versionsWithText('a', '1')).toEqual([versions[0]]);
  expect(await store.schema(onItsWay)).toMatchObject({ text: '2' });
  expect(await store.revisions([subjectScope('a'), subjectScope('b')])).toEqual([9, 0]);
  await expect(store.schema(-2 as SchemaId)).rejects.toThrow('not known');
});

it('shows all else as it is', async () => {
  const { store, real } = await open();
  const one = 1 as SchemaId;
  const query = { prefix: '', deleted: 'include', latestOnly: false, offset: 0 } as const;
  expect(await store.versions('b')).toEqual(await real.versions('b'));
  expect(await store.version('b', 1 as Version)).toEqual(await real.version('b', 1 as Version));
  expect(await store.latestVersion('b')).toEqual(await real.latestVersion('b'));
  expect(await store.versionsWithText('b', '2')).toEqual(await real.versionsWithText('b', '2'));
  expect(await store.schema(one)).toEqual(await real.schema(one));
  expect(await store.schemasByGuid(guidOf(contentOf('1')))).toHaveLength(1);
  expect(await store.versionsOfSchema(one)).toEqual(await real.versionsOfSchema(one));
  expect(await store.referrers('a', 1 as Version)).toEqual([]);
  expect(await store.subjects('')).toEqual(await real.subjects(''));
  expect(await store.allVersions(query)).toEqual(await real.allVersions(query));
  expect(await store.maxSchemaId()).toBe(2);
  expect(await store.config(globalScope)).toBeUndefined();
  expect(await store.mode(globalScope)).toBeUndefined();
  expect(await store.subjectsWithMode()).toEqual([]);
  expect(await store.property('x')).toBeUndefined();
  await store.refresh([globalScope]);
  await store.ping();
  expect(await store.commit(change([add('b', 2, '3')]))).toMatchObject({ outcome: 'committed' });
  await store.close();
});
