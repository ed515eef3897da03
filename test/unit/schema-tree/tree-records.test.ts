import { expect, it } from 'vitest';
import type { DumpRecord } from '../../../src/registry/dump.ts';
import { readTree } from '../../../src/schema-tree/read-tree.ts';
import { renderTree } from '../../../src/schema-tree/render-tree.ts';
import { treeRecords } from '../../../src/schema-tree/tree-records.ts';
import { directoryOf } from '../../helpers/files.ts';

const recordsOf = async (files: Readonly<Record<string, string>>) =>
  treeRecords(await readTree(directoryOf(files)));

it('gives ids above all that the tree knows', async () => {
  const files = { 's/1.json': '{}', 's/subject.yaml': 'versions: { 1: { id: 7, timestamp: 1 } }' };
  expect(await recordsOf(files)).toMatchObject({
    ok: true,
    records: [
      { kind: 'schema', id: 7, text: '{}', references: [] },
      { kind: 'version', subject: 's', version: 1, id: 7, deleted: false, timestamp: 1 },
      { kind: 'last-id', id: 7 },
    ],
  });
  expect(await recordsOf({ ...files, 'registry.yaml': 'lastId: 9' })).toMatchObject({
    records: [{}, {}, { kind: 'last-id', id: 9 }],
  });
});

it('takes no tree that a registry did not write, or that says an id of two schemas', async () => {
  const read = await recordsOf({
    'a/1.json': '{}',
    'b/1.json': '{"title":"b"}',
    'b/2.json': '{"title":"b"}',
    'b/3.avsc': '{"title":"b"}',
    'b/subject.yaml': `versions:
  1: { id: 1, timestamp: 1 }
  2: { id: 1, timestamp: 1 }
  3: { id: 1, timestamp: 1 }
`,
    'c/1.json': '{"title":"c"}',
    'c/subject.yaml': 'versions: { 1: { id: 1, timestamp: 1 } }',
    'd/1.json': '{',
  });
  expect(read.ok ? [] : read.problems.map(({ path, reason }) => [path, reason])).toEqual([
    ['d/1.json', expect.stringContaining('Not valid JSON')],
    ['a/1.json', expect.stringContaining('It has no id and timestamp')],
    ['b/3.avsc', 'Its id 1 is that of another schema too'],
    ['c/1.json', 'Its id 1 is that of another schema too'],
  ]);
});

it('renders no dump in which a version comes without its schema', async () => {
  const orphan = { kind: 'version', subject: 's', version: 1, id: 3, deleted: false, timestamp: 1 };
  const records = (async function* () {
    yield orphan as unknown as DumpRecord;
  })();
  await expect(renderTree(records)).rejects.toThrow('A version holds schema 3, which did not come before it');
});

it('lays out a tree as people would write it', async () => {
  const records = (async function* () {
    const { records } = (await recordsOf({
      's/1.json': '{"type":"object"}',
      's/2.json': '{"$ref":"x"}',
      's/subject.yaml': `compatibility: FULL
mode: READONLY
versions:
  1: { id: 1, timestamp: 10, deleted: true }
  2: { id: 2, timestamp: 20, references: [{ name: x, subject: t, version: 1 }], metadata: { sensitive: [a] } }
`,
      'registry.yaml': 'normalize: true',
    })) as { records: readonly DumpRecord[] };
    yield* records;
    yield { kind: 'property', name: 'p', value: 'v' } satisfies DumpRecord;
  })();
  expect(Object.fromEntries(await renderTree(records))).toEqual({
    'registry.yaml': 'normalize: true\nlastId: 2\n',
    's/1.json': '{\n  "type": "object"\n}\n',
    's/2.json': '{\n  "$ref": "x"\n}\n',
    's/subject.yaml': `compatibility: FULL
mode: READONLY
versions:
  "1":
    id: 1
    timestamp: 10
    deleted: true
  "2":
    id: 2
    timestamp: 20
    references:
      - name: x
        subject: t
        version: 1
    metadata:
      sensitive:
        - a
`,
  });
});

it('takes a folder of a tree, or any other without versions, for none', async () => {
  expect(await recordsOf({ '1.json': '{}' })).toEqual({
    ok: false,
    problems: [
      { path: 'registry.yaml', reason: 'It is missing, or has no lastId, as every exported tree has' },
    ],
  });
  expect(await recordsOf({ 'registry.yaml': 'lastId: 0' })).toMatchObject({ ok: true });
});
