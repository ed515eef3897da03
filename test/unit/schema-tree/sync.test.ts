import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/schema-tree/plan.ts';
import { renderPlan } from '../../../src/schema-tree/render-plan.ts';
import { describeStep } from '../../../src/schema-tree/step.ts';
import { applyPlan } from '../../../src/schema-tree/sync.ts';
import { closed, jsonSchema } from '../../helpers/api.ts';
import { applied, planOf, portKinds, startTarget } from '../../helpers/schema-trees.ts';

const text = (...names: string[]) =>
  JSON.stringify(closed(Object.fromEntries(names.map((name) => [name, 'string']))));
const reference = (subject: string, version = 1) =>
  `references: [{ name: ${subject}.json, subject: ${subject}, version: ${version} }]`;
const stepsOf = (plan: Plan) => plan.steps.map(describeStep);
const problemsOf = (plan: Plan) => plan.problems.map(({ path, line, reason }) => [path, line, reason]);

const tree = {
  'registry.yaml': 'compatibility: FULL',
  'a/1.json': '{"$ref":"z.json"}',
  'a/subject.yaml': `versions: { 1: { ${reference('z')} } }`,
  'z/1.json': text('x'),
  'z/2.json': text('x', 'y'),
  'z/subject.yaml':
    'compatibility: BACKWARD\nmode: READONLY\nversions: { 1: { metadata: { properties: { k: v } } } }',
};

describe.each(portKinds)('a registry %s', (kind) => {
  it('gets all that is declared, in an order in which it can be had, and then nothing more', async () => {
    const target = await startTarget(kind);
    const plan = await applied(target, tree);
    expect(stepsOf(plan)).toEqual([
      'set the config of the registry',
      'set the config of z',
      'register version 1 of z',
      'register version 1 of a',
      'register version 2 of z',
      'set the mode of z',
    ]);
    expect(await planOf(target, tree)).toEqual({ steps: [], problems: [], undeclared: [] });
    expect(await planOf(target, tree, true)).toEqual({ steps: [], problems: [], undeclared: [] });
    expect((await target.api.get('/subjects/z/versions/2')).body).toMatchObject({
      metadata: { properties: { k: 'v' } },
    });
    expect((await target.api.get('/config')).body).toEqual({ compatibilityLevel: 'FULL' });
    expect((await target.api.get('/mode/z')).body).toEqual({ mode: 'READONLY' });
  });

  it('is compared with what other writers made of the same schema', async () => {
    const target = await startTarget(kind);
    await target.api.put('/config/s', { normalize: true, overrideMetadata: { properties: { team: 'a' } } });
    await target.api.post('/subjects/s/versions', {
      ...jsonSchema({ type: 'object', properties: { b: {}, a: {} } }),
      metadata: { properties: { owner: 'me', team: 'b' } },
      ruleSet: { domainRules: [{ name: 'check', type: 'CEL' }] },
    });
    const files = {
      's/1.json': '{ "type": "object", "properties": { "b": {}, "a": {} } }',
      's/subject.yaml': `
normalize: true
versions:
  1:
    metadata: { properties: { owner: me, team: b } }
    ruleSet: { domainRules: [{ name: check, type: CEL }] }
`,
    };
    expect(await planOf(target, files)).toMatchObject({
      steps: [],
      problems: [],
      undeclared: [{ subject: 's', what: 'config (overrideMetadata)' }],
    });
    const same = { ...files, 's/1.json': '{"properties":{"a":{},"b":{}},"type":"object"}' };
    expect((await planOf(target, same)).problems).toEqual([]);
  });

  it('keeps a version as it is: another content is a problem', async () => {
    const target = await startTarget(kind);
    await applied(target, tree);
    await target.api.delete('/subjects/a/versions/1');
    const plan = await planOf(target, {
      ...tree,
      'z/1.json': text('q'),
      'z/2.avsc': '{}',
      'z/2.json': text('x', 'y'),
      'z/subject.yaml': `versions: { 1: { ${reference('a')} } }`,
    });
    expect(problemsOf(plan)).toEqual([
      ['z/2.json', undefined, 'Version 2 is in z/2.avsc too'],
      [
        'a/1.json',
        undefined,
        'Version 1 is deleted in the registry: mark it with "deleted: true" or remove it here',
      ],
      [
        'z/1.json',
        undefined,
        "Version 1 differs from the registry's in its text, and a version never changes",
      ],
      [
        'z/2.avsc',
        undefined,
        "Version 2 differs from the registry's in its schema type (JSON there), and a version never changes",
      ],
    ]);
    const attached = await planOf(target, {
      'z/1.json': text('x'),
      'z/2.json': text('x', 'y'),
      'a/1.json': '{"$ref":"z.json"}',
      'a/subject.yaml': 'versions: { 1: { deleted: true } }',
      'z/subject.yaml': `
versions:
  1: { metadata: { properties: { k: w } } }
  2: { ruleSet: { domainRules: [{ name: a, type: b }] } }
`,
    });
    expect(problemsOf(attached).map(([path, , reason]) => [path, reason])).toEqual([
      ['a/1.json', "Version 1 differs from the registry's in its references, and a version never changes"],
      ['z/1.json', "Version 1 differs from the registry's in its metadata, and a version never changes"],
      ['z/2.json', "Version 2 differs from the registry's in its rule set, and a version never changes"],
    ]);
  });

  it('is told all that stands in the way, by path and line, and left alone', async () => {
    const target = await startTarget(kind);
    await target.api.register('old', closed({ x: 'string' }));
    await target.api.register('old', closed({ x: 'string', y: 'string' }));
    await target.api.delete('/subjects/old/versions/1');
    await target.api.delete('/subjects/old/versions/1?permanent=true');
    const plan = await planOf(target, {
      'broken/1.json': '{"type":',
      'breaking/1.json': text('x', 'y'),
      'breaking/2.json': text('x').replace('"properties"', '\n"properties"'),
      'breaking/3.json': text('x', 'y', 'z'),
      'gap/1.json': text('x'),
      'gap/3.json': text('x', 'y'),
      'good/1.json': text('x'),
      'invalid/1.json': '{\n"properties": {\n"a/b": {\n"type":"no such type"}}}',
      'missing/1.json': '{\n"$ref":\n"no/where.json#/a"}',
      'loose/1.json': text('x', 'y'),
      'loose/2.json': text('x'),
      'loose/subject.yaml': 'compatibility: NONE',
      'mode/subject.yaml': '# not served\nmode: IMPORT',
      'nowhere/1.json': '{"$ref":"no.json"}',
      'nowhere/subject.yaml': `versions:\n  1:\n    ${reference('no')}`,
      'old/1.json': text('x'),
      'old/2.json': text('x', 'y'),
      'other/1.avsc': '"string"',
      'repeated/1.json': text('x'),
      'repeated/2.json': text('x'),
      'renamed/1.json': text('x'),
      'renamed/subject.yaml': 'alias: good',
    });
    expect(problemsOf(plan)).toEqual([
      ['broken/1.json', 1, expect.stringMatching(/^Not valid JSON/)],
      [
        'gap/3.json',
        undefined,
        'Version 2 must come first: it is not in the registry, nor here to be registered',
      ],
      ['old/1.json', undefined, 'Version 1 was deleted for good, or left out: the registry goes on with 3'],
      [
        'renamed/subject.yaml',
        1,
        'What is registered here goes to "good", the alias, so that the subject can get no version',
      ],
      [
        'nowhere/subject.yaml',
        3,
        'It refers to version 1 of "no", which neither the registry nor the tree has',
      ],
      ['breaking/2.json', 2, expect.stringContaining('PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL')],
      ['invalid/1.json', 3, expect.stringContaining('Invalid schema')],
      ['missing/1.json', 3, expect.stringContaining('is not defined')],
      ['other/1.avsc', undefined, expect.stringContaining('Invalid schema type AVRO')],
      ['repeated/2.json', undefined, expect.stringMatching(/^It is version 1 of the subject, not 2/)],
      ['mode/subject.yaml', 2, expect.stringContaining('IMPORT is not supported')],
    ]);
    await expect(applyPlan(target.port, plan)).rejects.toThrow('A plan with problems');
    expect((await target.api.get('/subjects')).body).toEqual(['old']);
  });

  it('finds versions that refer to each other in a circle', async () => {
    const target = await startTarget(kind);
    const circle = {
      'a/1.json': '{"$ref":"b.json"}',
      'a/subject.yaml': `versions: { 1: { ${reference('b')} } }`,
      'b/1.json': '{"$ref":"a.json"}',
      'b/subject.yaml': `versions: { 1: { ${reference('a')} } }`,
    };
    expect((await planOf(target, circle)).problems).toHaveLength(2);
  });

  it('keeps what is not declared, unless that is to be taken away', async () => {
    const target = await startTarget(kind);
    await applied(target, { ...tree, 'z/subject.yaml': 'compatibility: BACKWARD' });
    await target.api.put('/mode/a', { mode: 'READWRITE' });
    await target.api.put('/config/a', { normalize: true });
    const less = {
      'a/subject.yaml': '',
      'a/1.json': '{"$ref":"z.json"}',
      'z/1.json': text('x'),
      'z/2.json': text('x', 'y'),
      'z/subject.yaml': 'versions: { 2: { deleted: true } }',
    };
    const files = { ...less, 'a/subject.yaml': `versions: { 1: { ${reference('z')} } }` };
    await target.api.register('other', { title: 'other' });
    const plan = await planOf(target, files);
    expect(plan).toMatchObject({ steps: [], problems: [] });
    const local = kind === 'in this process';
    const unset = (subject: string | undefined, key = 'compatibility') => ({
      subject,
      what: `config (${key})`,
    });
    expect(plan.undeclared).toEqual([
      ...(local ? [unset(undefined)] : []),
      unset('a', 'normalize'),
      { subject: 'a', what: 'mode' },
      // Over HTTP a level may be the default one.
      ...(local ? [unset('z')] : []),
      { subject: 'z', what: 'version 2' },
      { subject: 'other', what: 'subject' },
    ]);
    expect(renderPlan(plan)).toContain('? other: the subject is not in the tree');
    expect(renderPlan(plan).includes('? (registry): config (compatibility) is not')).toBe(local);

    const pruned = await applied(target, files, true);
    expect(stepsOf(pruned)).toContain('remove the mode of a');
    expect(renderPlan(pruned)).toContain('-   version 2\n');
    expect((await target.api.get('/subjects')).body).toEqual(['a', 'z']);
    expect((await target.api.get('/subjects/z/versions?deletedOnly=true')).body).toEqual([2]);
    expect((await target.api.get('/mode/a')).status).toBe(404);
    expect((await target.api.get('/config/a')).body).not.toHaveProperty('normalize');
    expect(await planOf(target, files, true)).toEqual({ steps: [], problems: [], undeclared: [] });
  });

  it('deletes what refers before what it refers to, and nothing behind an alias', async () => {
    const target = await startTarget(kind);
    await applied(target, { ...tree, 'registry.yaml': '', 'z/subject.yaml': '' });
    const plan = await planOf(target, {}, true);
    expect(stepsOf(plan).filter((step) => step.startsWith('delete'))).toEqual([
      'delete version 2 of z',
      'delete version 1 of a',
      'delete version 1 of z',
    ]);
    await target.api.put('/config/z', { alias: 'a' });
    const aliased = await planOf(target, {}, true);
    const refused = problemsOf(aliased).some(([, , reason]) => String(reason).includes('"a" is its alias'));
    expect(refused || !stepsOf(aliased).includes('delete version 1 of z')).toBe(true);
    expect((await planOf(target, {})).problems).toEqual([]);
  });

  it('clears keys declared as not set', async () => {
    const target = await startTarget(kind);
    await target.api.put('/config/s', { normalize: true, alias: 'x', compatibility: 'FULL' });
    await target.api.put('/mode/s', { mode: 'READONLY' });
    const files = { 's/subject.yaml': 'alias: null\nvalidateFields: true\nmode: null' };
    const plan = await applied(target, files);
    const local = kind === 'in this process';
    expect(renderPlan(plan)).toBe(`@@ s @@
-   mode: READONLY
-   alias: x
+   validateFields: true
? s: config (${local ? 'compatibility, normalize' : 'normalize'}) is not in the tree
0 to register, 2 to set, 0 to delete, 1 undeclared, 0 in the way
`);
    expect((await target.api.get('/config/s')).body).toEqual({
      normalize: true,
      validateFields: true,
      compatibilityLevel: 'FULL',
    });
    expect((await planOf(target, files)).steps).toEqual([]);
  });

  it('does not register a version that is declared as deleted', async () => {
    const target = await startTarget(kind);
    const plan = await planOf(target, {
      's/1.json': text('x'),
      's/2.json': text('x', 'y'),
      's/subject.yaml': 'versions: { 1: { deleted: true } }',
    });
    expect(stepsOf(plan)).toEqual([]);
    expect(problemsOf(plan)).toEqual([
      ['s/2.json', undefined, expect.stringMatching(/^Version 1 must come first/)],
    ]);
  });

  it('says how far it came when it ends half way, and goes on from there when asked again', async () => {
    const target = await startTarget(kind);
    const files = { 'a/1.json': text('x'), 'b/1.json': text('y'), 'c/1.json': text('z') };
    const plan = await planOf(target, files);
    await target.api.put('/mode/b', { mode: 'READONLY' });
    const { taken, failed } = await applyPlan(target.port, plan);
    expect(taken.map(describeStep)).toEqual(['register version 1 of a']);
    expect(failed?.step.place.path).toBe('b/1.json');
    expect(String(failed?.error)).toContain('read-only mode');
    expect(problemsOf(await planOf(target, files))).toEqual([
      ['b/1.json', undefined, expect.stringContaining('read-only mode')],
    ]);
    await target.api.delete('/mode/b');
    expect(stepsOf(await applied(target, files))).toEqual([
      'register version 1 of b',
      'register version 1 of c',
    ]);
  });
});

it('prints schemas as they are laid out, with the settings before them', async () => {
  const plan = await planOf(await startTarget('in this process'), {
    'registry.yaml': 'compatibility: FULL\nvalidateFields: true',
    's/1.json': '{"type":"object"}',
    't/1.proto': 'syntax = "proto3";\n',
    't/2.json': '7',
    't/3.json': ' 7',
  });
  expect(renderPlan(plan)).toBe(`@@ (registry) @@
+   compatibility: FULL
+   validateFields: true
@@ s @@
+   version 1 (JSON, s/1.json)
+     {
+       "type": "object"
+     }
@@ t @@
+   version 1 (PROTOBUF, t/1.proto)
+     syntax = "proto3";
+   version 2 (JSON, t/2.json), against version 1
-     syntax = "proto3";
+     7
+   version 3 (JSON, t/3.json), the text of version 2
! t/1.proto: Invalid schema type PROTOBUF. Set schemaType to one of: JSON
4 to register, 1 to set, 0 to delete, 0 undeclared, 1 in the way
`);
});

it('prints the lines in which a version differs from the one before', async () => {
  const target = await startTarget('in this process');
  const versions = { 's/1.json': '{"type":"object","properties":{"a":{"type":"string"},"b":{}}}' };
  await applied(target, versions);
  const plan = await planOf(target, {
    's/2.json': '{"title":"s","type":"object","properties":{"a":{"type":["string","null"]},"b":{}}}',
  });
  expect(renderPlan(plan)).toBe(`@@ s @@
+   version 2 (JSON, s/2.json), against version 1
      {
+       "title": "s",
        "type": "object",
        "properties": {
          "a": {
-           "type": "string"
+           "type": [
+             "string",
+             "null"
+           ]
          },
          "b": {}
      …
? s: version 1 is not in the tree
1 to register, 0 to set, 0 to delete, 1 undeclared, 0 in the way
`);
});
