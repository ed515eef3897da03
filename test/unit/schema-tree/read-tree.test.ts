import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree } from '../../../src/schema-tree/read-tree.ts';
import { directoryOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

it('reads subjects by folder and versions by number', async () => {
  const tree = await readTree(
    directoryOf({
      'b-value/10.json': '{"title":"ten"}\n',
      'b-value/2.json': '{\n  "title": "two"\n}',
      'a-value/1.avsc': ' "string"',
      'a-value/2.proto': 'syntax = "proto3";\n',
    }),
  );
  expect(tree.problems).toEqual([]);
  expect(
    tree.subjects.map(({ subject, versions }) => [
      subject,
      ...versions.map(({ version, schemaType, text, place }) => [version, schemaType, text, place.path]),
    ]),
  ).toEqual([
    [
      'a-value',
      [1, 'AVRO', '"string"', 'a-value/1.avsc'],
      [2, 'PROTOBUF', 'syntax = "proto3";\n', 'a-value/2.proto'],
    ],
    [
      'b-value',
      [2, 'JSON', '{"title":"two"}', 'b-value/2.json'],
      [10, 'JSON', '{"title":"ten"}', 'b-value/10.json'],
    ],
  ]);
});

it('decodes folder names, since a subject may hold any character, or takes what subject.yaml says', async () => {
  const tree = await readTree(
    directoryOf({
      [`${encodeURIComponent('a/b:ü 100%')}/1.json`]: '{}',
      'short/subject.yaml': 'subject: "long\\ud800"',
    }),
  );
  expect(tree.subjects.map(({ subject }) => subject)).toEqual(['a/b:ü 100%', 'long\ud800']);
});

it('takes settings and what belongs to a version from subject.yaml', async () => {
  const { subjects, problems } = await readTree(
    directoryOf({
      's/1.json': '{}',
      's/2.json': '{}',
      's/subject.yaml': `
compatibility: none
normalize: null
mode: READONLY
versions:
  2:
    references:
      - { name: x.json, subject: x, version: 1 }
    metadata: { properties: { owner: me } }
    ruleSet: { domainRules: [{ name: a, type: CEL }] }
    deleted: true
    id: 7
    timestamp: 12
  3: { schemaType: json, text: '[]' }
`,
    }),
  );
  expect(problems).toEqual([]);
  expect(subjects[0]).toEqual({
    subject: 's',
    settings: {
      path: 's/subject.yaml',
      config: { compatibilityLevel: 'NONE', normalize: null },
      mode: 'READONLY',
      lines: new Map([
        ['compatibility', 2],
        ['normalize', 3],
        ['mode', 4],
      ]),
    },
    versions: [
      expect.objectContaining({ version: 1, references: [], deleted: false, place: { path: 's/1.json' } }),
      {
        subject: 's',
        version: 2,
        place: { path: 's/2.json' },
        schemaType: 'JSON',
        text: '{}',
        references: [{ name: 'x.json', subject: 'x', version: 1 }],
        referencePlaces: [{ path: 's/subject.yaml', line: 8 }],
        metadata: { properties: { owner: 'me' } },
        ruleSet: { domainRules: [expect.objectContaining({ name: 'a', type: 'CEL', kind: 'TRANSFORM' })] },
        deleted: true,
        id: 7,
        timestamp: 12,
      },
      expect.objectContaining({ version: 3, text: '[]', place: { path: 's/subject.yaml', line: 14 } }),
    ],
  });
});

it('takes settings of all and the last id from registry.yaml', async () => {
  const text = 'lastId: 9\ncompatibility: FULL\nmode: READWRITE';
  const tree = await readTree(directoryOf({ 'registry.yaml': text }));
  expect(tree).toMatchObject({
    lastId: 9,
    problems: [],
    subjects: [],
    global: { path: 'registry.yaml', config: { compatibilityLevel: 'FULL' }, mode: 'READWRITE' },
  });
});

it('leaves alone what a directory under version control also holds', async () => {
  const tree = await readTree(
    directoryOf({ 'README.md': '# Ours', '.git/1.json': '{}', 's/.gitkeep': '', 's/1.json': '{}' }),
  );
  expect(tree).toMatchObject({ problems: [], subjects: [{ subject: 's', versions: [{ version: 1 }] }] });
});

it('follows links, as mounted config maps are made of them', async () => {
  const root = temporaryDirectory();
  symlinkSync(join(directoryOf({ 's/1.json': '{}' }), 's'), join(root, 's'));
  expect((await readTree(root)).subjects).toMatchObject([{ subject: 's', versions: [{ text: '{}' }] }]);
});

it('names each file that does not fit with the line, and still reads the others', async () => {
  const root = directoryOf({
    'bad%name/1.json': '{}',
    'binary/1.json': new Uint8Array([0x7b, 0xff, 0x7d]),
    'broken/1.json': '{\n  "type": \n}',
    'broken/subject.yaml': 'versions: { 1: {} }',
    'names/01.json': '{}',
    'names/1.json': '{}',
    'names/1.avsc': '{}',
    'names/1.yaml': '{}',
    'names/3000000000.json': '{}',
    'names/latest.json': '{}',
    'names/sub/1.json': '{}',
    'nosuch/subject.yaml': 'versions:\n  1: {}',
    'nosuch/2.json': '{}',
    'other/subject.yaml': 'subject: names',
    'unreadable/subject.yaml': 'a: [',
    'unreadable/1.json': '{}',
    'registry.yaml': '\n\nlevel: FULL',
  });
  symlinkSync('nowhere', join(root, 'dangling'));
  symlinkSync('nowhere', join(root, 'names', '3.json'));
  const tree = await readTree(root);
  const badName = 'Not named <version>.json, .avsc or .proto, nor subject.yaml';
  expect(tree.problems).toEqual([
    { path: 'bad%name', reason: 'The folder name is not percent-encoded; write "%" as "%25"' },
    { path: 'binary/1.json', reason: 'Not UTF-8 text' },
    { path: 'broken/1.json', line: 3, reason: expect.stringMatching(/^Not valid JSON: Unexpected token/) },
    { path: 'dangling', reason: expect.stringContaining('ENOENT') },
    { path: 'names/01.json', reason: badName },
    { path: 'names/1.json', reason: 'Version 1 is in names/1.avsc too' },
    { path: 'names/1.yaml', reason: badName },
    { path: 'names/3.json', reason: expect.stringContaining('ENOENT') },
    { path: 'names/3000000000.json', reason: badName },
    { path: 'names/latest.json', reason: badName },
    { path: 'names/sub', reason: badName },
    { path: 'nosuch/subject.yaml', line: 2, reason: 'There is no file of version 1' },
    { path: 'other', reason: 'It is the same subject as names' },
    { path: 'unreadable/subject.yaml', line: 1, reason: expect.stringMatching(/^Not valid YAML: /) },
    {
      path: 'registry.yaml',
      line: 3,
      reason: expect.stringMatching(/^The file has the unknown key "level"/),
    },
  ]);
  expect(tree.subjects.map(({ subject, versions }) => [subject, versions.length])).toEqual([
    ['binary', 0],
    ['broken', 0],
    ['names', 1],
    ['nosuch', 1],
  ]);
});

it('takes a registry.yaml that is not YAML for a problem and nothing else', async () => {
  const tree = await readTree(directoryOf({ 'registry.yaml': 'a: [', 's/1.json': '{}' }));
  expect(tree).toMatchObject({ global: { config: {} }, subjects: [{ subject: 's' }] });
  expect(tree.problems).toEqual([
    { path: 'registry.yaml', line: 1, reason: expect.stringMatching(/^Not valid YAML: /) },
  ]);
});

it('rejects when the directory itself is not there', async () => {
  await expect(readTree(join(temporaryDirectory(), 'absent'))).rejects.toThrow('ENOENT');
});
