import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree } from '../../../src/plugins/schema-directory/read-tree.ts';
import { directoryOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

it('reads subjects by folder and versions by number', async () => {
  const tree = await readTree(
    directoryOf({
      'b-value/10.json': '{"title":"ten"}',
      'b-value/2.json': '{"title":"two"}',
      'a-value/1.avsc': '"string"',
      'a-value/2.proto': 'syntax = "proto3";',
    }),
  );
  expect(tree.problems).toEqual([]);
  expect(
    tree.subjects.map(({ subject, versions }) => [
      subject,
      ...versions.map(({ version, schemaType, text }) => [version, schemaType, text]),
    ]),
  ).toEqual([
    ['a-value', [1, 'AVRO', '"string"'], [2, 'PROTOBUF', 'syntax = "proto3";']],
    ['b-value', [2, 'JSON', '{"title":"two"}'], [10, 'JSON', '{"title":"ten"}']],
  ]);
});

it('decodes folder names, since a subject may hold any character', async () => {
  const tree = await readTree(directoryOf({ [`${encodeURIComponent('a/b:ü 100%')}/1.json`]: '{}' }));
  expect(tree.subjects.map(({ subject }) => subject)).toEqual(['a/b:ü 100%']);
});

it('takes the level and references from subject.yaml', async () => {
  const reference = { name: 'x.json', subject: 'x', version: 1 };
  const tree = await readTree(
    directoryOf({
      's/1.json': '{}',
      's/2.json': '{}',
      's/subject.yaml': `compatibility: NONE\nversions: { 2: { references: [${JSON.stringify(reference)}] } }`,
    }),
  );
  expect(tree.subjects[0]).toMatchObject({
    compatibility: 'NONE',
    versions: [{ references: [] }, { references: [reference] }],
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

it('names each file that does not fit, and still reads the others', async () => {
  const root = directoryOf({
    'bad%name/1.json': '{}',
    'binary/1.json': new Uint8Array([0x7b, 0xff, 0x7d]),
    'names/01.json': '{}',
    'names/1.json': '{}',
    'names/1.yaml': '{}',
    'names/latest.json': '{}',
    'names/sub/1.json': '{}',
    'nosuch/subject.yaml': 'versions: { 1: {} }',
    'nosuch/2.json': '{}',
    'unreadable/subject.yaml': 'level: FULL',
    'unreadable/1.json': '{}',
  });
  symlinkSync('nowhere', join(root, 'dangling'));
  symlinkSync('nowhere', join(root, 'names', '3.json'));
  const tree = await readTree(root);
  const badName = 'Not named <version>.json, .avsc or .proto, nor subject.yaml';
  expect(tree.problems).toEqual([
    { path: 'bad%name', reason: 'The folder name is not percent-encoded; write "%" as "%25"' },
    { path: 'binary/1.json', reason: 'Not UTF-8 text' },
    { path: 'dangling', reason: expect.stringContaining('ENOENT') },
    { path: 'names/01.json', reason: badName },
    { path: 'names/1.yaml', reason: badName },
    { path: 'names/3.json', reason: expect.stringContaining('ENOENT') },
    { path: 'names/latest.json', reason: badName },
    { path: 'names/sub', reason: badName },
    { path: 'nosuch/subject.yaml', reason: 'There is no file of version 1' },
    {
      path: 'unreadable',
      reason: 'subject.yaml: The file has the unknown key "level"; known are compatibility, versions',
    },
  ]);
  expect(tree.subjects.map(({ subject, versions }) => [subject, versions.length])).toEqual([
    ['binary', 0],
    ['names', 1],
    ['nosuch', 1],
  ]);
});

it('rejects when the directory itself is not there', async () => {
  await expect(readTree(join(temporaryDirectory(), 'absent'))).rejects.toThrow('ENOENT');
});
