import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it } from 'vitest';
import type { SchemaId, Version } from '../../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
import type { Write } from '../../../../src/registry/store.ts';
import { changeApplier } from '../../../../src/storage/sqlite/apply-change.ts';
import { createLayout } from '../../../../src/storage/sqlite/layout.ts';
import { Reader } from '../../../../src/storage/sqlite/reader.ts';
import { add, change, changing } from '../../../helpers/changes.ts';

const scope = subjectScope('a');
let reader: Reader;
let apply: ReturnType<typeof changeApplier>;

beforeEach(() => {
  const database = new DatabaseSync(':memory:');
  createLayout(database);
  apply = changeApplier(database);
  reader = new Reader(database);
  apply(change([add('a', 1, '"one"')], [changing(scope, 0)]));
});

/** As by the thread that writes, before this one has heard of it. */
function addUnheard(version: number): void {
  apply(change([add('a', version, `"${version}"`)], [changing(scope, 'any')]));
}

const versions = () => reader.versions('a').map(({ version }) => version);

it('remembers answers until it is told of a change', () => {
  expect([versions(), reader.latestVersion('a')?.version]).toEqual([[1], 1]);
  addUnheard(2);
  expect([versions(), reader.latestVersion('a')?.version]).toEqual([[1], 1]);
  reader.forget();
  expect([versions(), reader.latestVersion('a')?.version]).toEqual([[1, 2], 2]);
});

it('gives no fact of a scope that is older than its revision', () => {
  expect(versions()).toEqual([1]);
  addUnheard(2);
  expect([reader.revisions([globalScope, scope]), versions()]).toEqual([[0, 1], [1]]);
  reader.changed(change([], [changing(scope, 1)]), []);
  expect([reader.revisions([globalScope, scope]), versions()]).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

it('forgets the revision of a scope with its other facts, also when there is no room for more', () => {
  expect([reader.revisions([scope]), reader.versionsWithText('a', '"one"').length]).toEqual([[1], 1]);
  addUnheard(2);
  reader.versionsWithText('a', '"x"'.repeat(1024 * 1024));
  expect([reader.revisions([scope]), versions()]).toEqual([[2], [1, 2]]);
  expect(reader.versionsWithText('a', '"2"').length).toBe(1);
});

it('leaves what it knows of other scopes alone when it is told of a change', () => {
  expect(versions()).toEqual([1]);
  addUnheard(2);
  reader.changed(change([add('b', 1, '"b"')], [changing(subjectScope('b'), 0)]), []);
  expect(versions()).toEqual([1]);
});

it.each<[string, Write, unknown[]]>([
  ['a version', add('a', 2, '"2"'), [[1, 2], undefined]],
  ['versions removed', { kind: 'remove-versions', subject: 'a', versions: [1 as Version] }, [[], undefined]],
  ['a config', { kind: 'set-config', scope, config: { normalize: true } }, [[1], { normalize: true }]],
])('reads anew what a write alters: %s', (_what, write, after) => {
  const facts = () => [versions(), reader.config(scope)];
  expect(facts()).toEqual([[1], undefined]);
  apply(change([write]));
  reader.changed(change([write]), []);
  expect(facts()).toEqual(after);
});

it('finds a schema that was asked for before it was there', () => {
  const id = 2 as SchemaId;
  expect(reader.schema(id)).toBeUndefined();
  addUnheard(2);
  reader.changed(change([]), [id]);
  expect(reader.schema(id)?.text).toBe('"2"');
});

it('gives no schema that nobody holds any more', () => {
  const id = 1 as SchemaId;
  expect(reader.schema(id)?.text).toBe('"one"');
  const removal = change([{ kind: 'remove-versions', subject: 'a', versions: [1 as Version] }]);
  apply(removal);
  reader.changed(removal, []);
  expect(reader.schema(id)).toBeUndefined();
});

it('remembers a schema', () => {
  const id = 1 as SchemaId;
  expect(reader.schema(id)).toBe(reader.schema(id));
  expect(reader.schema(2 as SchemaId)).toBeUndefined();
});
