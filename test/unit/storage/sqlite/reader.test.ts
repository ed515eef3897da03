import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it } from 'vitest';
import type { SchemaId } from '../../../../src/registry/schema.ts';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
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
  expect(reader.revisions([globalScope, scope])).toEqual([0, 2]);
  expect(versions()).toEqual([1, 2]);
});

it('gives the revision of now, also when it gave one before', () => {
  expect(reader.revisions([scope])).toEqual([1]);
  addUnheard(2);
  expect(reader.revisions([scope])).toEqual([2]);
});

it('leaves what it knows of other scopes alone', () => {
  reader.revisions([subjectScope('b')]);
  expect(versions()).toEqual([1]);
  addUnheard(2);
  reader.revisions([subjectScope('b')]);
  expect(versions()).toEqual([1]);
});

it('remembers a schema', () => {
  const id = 1 as SchemaId;
  expect(reader.schema(id)).toBe(reader.schema(id));
  expect(reader.schema(2 as SchemaId)).toBeUndefined();
});
