import { expect, it } from 'vitest';
import type { Problem } from '../../../src/schema-tree/model.ts';
import { readSubjectFile } from '../../../src/schema-tree/subject-file.ts';

it.each(['', '# nothing yet\n', '{}', 'versions:\n', 'versions: { 3: , 4: {} }'])(
  'takes %j as saying little or nothing',
  (text) => {
    const problems: Problem[] = [];
    const file = readSubjectFile('s', text, problems);
    expect(file).toMatchObject({ subject: undefined, settings: { config: {}, mode: undefined } });
    for (const entry of file?.versions.values() ?? []) {
      expect(entry).toMatchObject({ references: [], deleted: false, id: undefined, inline: undefined });
    }
    expect(problems).toEqual([]);
  },
);

it('reads every key of config', () => {
  const problems: Problem[] = [];
  const file = readSubjectFile(
    's',
    `
alias: other
normalize: true
validateFields: false
validateNewSchemas: true
validateRules: true
compatibility: FULL_TRANSITIVE
compatibilityPolicy: LENIENT
compatibilityGroup: major
defaultMetadata: { tags: { a: [z, y] }, sensitive: [s] }
overrideMetadata: { properties: { k: v } }
defaultRuleSet: { migrationRules: [{ name: up, type: JSONATA, mode: UPGRADE, kind: TRANSFORM, expr: $ }] }
overrideRuleSet: { encodingRules: [{ name: e, type: ENCRYPT, tags: [PII], params: { b: '1', a: '2' }, disabled: true }] }
`,
    problems,
  );
  expect(problems).toEqual([]);
  expect(file?.settings.config).toEqual({
    alias: 'other',
    normalize: true,
    validateFields: false,
    validateNewSchemas: true,
    validateRules: true,
    compatibilityLevel: 'FULL_TRANSITIVE',
    compatibilityPolicy: 'LENIENT',
    compatibilityGroup: 'major',
    defaultMetadata: { tags: { a: ['y', 'z'] }, sensitive: ['s'] },
    overrideMetadata: { properties: { k: 'v' } },
    defaultRuleSet: {
      migrationRules: [
        { name: 'up', type: 'JSONATA', mode: 'UPGRADE', kind: 'TRANSFORM', expr: '$', disabled: false },
      ],
    },
    overrideRuleSet: {
      encodingRules: [
        {
          name: 'e',
          type: 'ENCRYPT',
          tags: ['PII'],
          params: { a: '2', b: '1' },
          kind: 'TRANSFORM',
          mode: 'WRITEREAD',
          disabled: true,
        },
      ],
    },
  });
});

it.each<[string, number, RegExp]>([
  ['\na: [', 2, /^Not valid YAML: /],
  ['mode: READONLY\nmode: READWRITE', 2, /^Not valid YAML: .*unique/],
  ['- a', 1, /^The file must be a mapping$/],
  ['text', 1, /^The file must be a mapping$/],
  ['# level\ncompatability: FULL', 2, /unknown key "compatability"; known are subject, compatibility, /],
  ['compatibility: 7', 1, /^compatibility must be one of NONE, BACKWARD, /],
  ['compatibility: ""', 1, /^compatibility must be one of/],
  ['mode: WRITE', 1, /^mode must be one of READWRITE, /],
  ['alias: 7', 1, /^alias must be text$/],
  ['normalize: yes', 1, /^normalize must be true or false$/],
  ['subject: 1', 1, /^subject must be text$/],
  ['versions: [1]', 1, /^versions must be a mapping$/],
  ['versions:\n  latest: {}', 2, /^versions.latest must be a version from 1$/],
  ['versions: { 0: {} }', 1, /^versions.0 must be a version from 1$/],
  ['versions: { 2147483648: {} }', 1, /^versions.2147483648 must be a version from 1$/],
  ['versions: { 1: { refs: [] } }', 1, /^versions.1 has the unknown key "refs"/],
  ['versions: { 1: { references: {} } }', 1, /^versions.1.references must be a list$/],
  ['versions:\n  1:\n    references:\n      - 7', 4, /^versions.1.references.0 must be a mapping$/],
  ['versions: { 1: { references: [{ subject: a, version: 1 }] } }', 1, /^A reference needs a name$/],
  [
    'versions:\n 1:\n  references:\n   - name: a\n     subject: a\n     version: -1',
    6,
    /^versions.1.references.0.version must be a whole number from 1$/,
  ],
  ['versions: { 1: { id: 1.5 } }', 1, /^versions.1.id must be a whole number from 1$/],
  ['versions: { 1: { deleted: 1 } }', 1, /^versions.1.deleted must be true or false$/],
  ['versions: { 1: { text: "{}" } }', 1, /^text and schemaType go together/],
  ['versions: { 1: { metadata: { owner: me } } }', 1, /^versions.1.metadata has the unknown key "owner"/],
  [
    'versions: { 1: { metadata: { properties: { a: 1 } } } }',
    1,
    /^versions.1.metadata.properties.a must be text$/,
  ],
  ['versions: { 1: { metadata: { sensitive: [1] } } }', 1, /^versions.1.metadata.sensitive.0 must be text$/],
  ['defaultRuleSet:\n  domainRules: [{ name: a }]', 1, /^Missing rule type/],
  ['&a x: *b', 1, /^Not valid YAML: /],
])('refuses %j and says why and on which line', (text, line, reason) => {
  const problems: Problem[] = [];
  readSubjectFile('s/subject.yaml', text, problems);
  expect(problems[0]).toEqual({ path: 's/subject.yaml', line, reason: expect.stringMatching(reason) });
});

it('finds lines behind anchors as well as it can', () => {
  const problems: Problem[] = [];
  readSubjectFile('s', 'versions:\n  1: &one { id: 0 }\n  2: *one', problems);
  expect(problems.map(({ line }) => line)).toEqual([2, 3]);
});

it('does not expand a file made to grow without bounds', () => {
  const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const under = String.fromCodePoint(97 + index);
    return `${name}: &${name} [${`*${under},`.repeat(9)}]`;
  });
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...levels].join('\n');
  const problems: Problem[] = [];
  expect(readSubjectFile('s', bomb, problems)).toBeUndefined();
  expect(problems).toEqual([
    { path: 's', line: 1, reason: expect.stringMatching(/^Not valid YAML: .*alias/) },
  ]);
});
