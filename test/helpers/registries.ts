import * as fc from 'fast-check';
import type { DumpRecord } from '../../src/registry/dump.ts';
import { guidOf } from '../../src/registry/identity.ts';
import { canonicalMetadata } from '../../src/registry/metadata.ts';
import { validRuleSet } from '../../src/registry/rule-set.ts';
import {
  type Metadata,
  type RuleSet,
  ruleKinds,
  type SchemaContent,
  type SchemaId,
  schemaTypes,
  type Version,
} from '../../src/registry/schema.ts';
import {
  type Config,
  compatibilityLevels,
  compatibilityPolicies,
  globalScope,
  modes,
  subjectScope,
} from '../../src/registry/settings.ts';

/** Names that file systems, YAML or percent-encoding take for something else. */
const awkward: readonly string[] = [
  '',
  '.',
  '..',
  '.git',
  'a',
  'A',
  'aA',
  'a.',
  'a/b',
  'a\\b',
  'a b',
  'con',
  'NUL.json',
  'registry.yaml',
  'null',
  '~',
  '1',
  '1e3',
  '- a',
  'a: b',
  '#a',
  '%',
  '%2F',
  'é',
  'e\u0301',
  'É',
  '日本',
  '😀',
  '\ud800',
  'a\nb',
  '\u0000',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '__proto__',
  'constructor',
  '<<',
  'x'.repeat(300),
];
const word = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary' }),
);
const subject = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...awkward) },
  { weight: 1, arbitrary: word },
);
const record = <T>(value: fc.Arbitrary<T>) =>
  fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });
const words = fc.array(word, { maxLength: 3 });

const metadata: fc.Arbitrary<Metadata> = fc
  .record({ tags: record(words), properties: record(word), sensitive: words }, { requiredKeys: [] })
  .map(canonicalMetadata);

const ruleFields = {
  doc: word,
  kind: fc.constantFrom(...ruleKinds),
  tags: words,
  params: record(word),
  expr: word,
  onSuccess: word.map((text) => text.replaceAll(',', '')),
  disabled: fc.boolean(),
};
const rule = (name: string, mode: 'UPGRADE' | 'WRITE') =>
  fc
    .record({ ...ruleFields, type: word }, { requiredKeys: ['type'] })
    .map((fields) => ({ ...fields, name, mode }));
const ruleSet: fc.Arbitrary<RuleSet> = fc
  .record(
    {
      migrationRules: fc.array(rule('up', 'UPGRADE'), { maxLength: 1 }),
      domainRules: fc.array(rule('check', 'WRITE'), { maxLength: 1 }),
      encodingRules: fc.array(rule('code', 'WRITE'), { maxLength: 1 }),
      enableAt: word,
    },
    { requiredKeys: [] },
  )
  .map(validRuleSet);

const json = fc.json({ maxDepth: 3 }).map((text) => JSON.stringify(JSON.parse(text)));
const text = fc.oneof(
  { weight: 4, arbitrary: json },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{ }', '{"a":1,"a":[ ]}', 'syntax = "proto3";\r\n', '"\\ud800"', '{'),
  },
  { weight: 1, arbitrary: word },
);
const reference = fc.record({
  name: word,
  subject,
  version: fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((number) => number as Version),
});
const content: fc.Arbitrary<SchemaContent> = fc.record(
  {
    schemaType: fc.constantFrom(...schemaTypes),
    text,
    references: fc.array(reference, { maxLength: 2 }),
    metadata,
    ruleSet,
  },
  { requiredKeys: ['schemaType', 'text', 'references'] },
);

const config: fc.Arbitrary<Config> = fc.record(
  {
    alias: word,
    normalize: fc.boolean(),
    validateFields: fc.boolean(),
    validateNewSchemas: fc.boolean(),
    validateRules: fc.boolean(),
    compatibilityLevel: fc.constantFrom(...compatibilityLevels),
    compatibilityPolicy: fc.constantFrom(...compatibilityPolicies),
    compatibilityGroup: word,
    defaultMetadata: metadata,
    overrideMetadata: metadata,
    defaultRuleSet: ruleSet,
    overrideRuleSet: ruleSet,
  },
  { requiredKeys: [] },
);
const settings = fc.record({ config, mode: fc.constantFrom(...modes) }, { requiredKeys: [] });
const versionFacts = fc.record({
  content: fc.nat({ max: 5 }),
  gap: fc.nat({ max: 2 }),
  deleted: fc.boolean(),
  timestamp: fc.maxSafeNat(),
});
const shape = fc.record({
  contents: fc.array(content, { minLength: 6, maxLength: 6 }),
  global: settings,
  subjects: fc.uniqueArray(
    fc.record({ subject, settings, versions: fc.array(versionFacts, { maxLength: 4 }) }),
    { maxLength: 5, selector: (held) => held.subject },
  ),
  idGap: fc.nat({ max: 3 }),
  lastGap: fc.nat({ max: 3 }),
});

/** Whole registries as dumps, also such as no client could bring about. */
export const registries: fc.Arbitrary<readonly DumpRecord[]> = shape.map((made) => {
  const schemas = new Map<string, DumpRecord & { kind: 'schema' }>();
  const versions: DumpRecord[] = [];
  const others: DumpRecord[] = [];
  let lastId = 0;
  const idOf = (content: SchemaContent): SchemaId => {
    const guid = guidOf(content);
    const key = `${content.schemaType}${guid}`;
    const known = schemas.get(key);
    if (known) return known.id;
    lastId += 1 + made.idGap;
    const id = lastId as SchemaId;
    schemas.set(key, { kind: 'schema', ...content, id, guid });
    return id;
  };
  for (const [scope, own] of [
    [globalScope, made.global] as const,
    ...made.subjects.map((held) => [subjectScope(held.subject), held.settings] as const),
  ]) {
    if (own.config) others.push({ kind: 'config', scope, config: own.config });
    if (own.mode) others.push({ kind: 'mode', scope, mode: own.mode });
  }
  for (const held of made.subjects) {
    let version = 0;
    for (const { content: index, gap, deleted, timestamp } of held.versions) {
      version += 1 + gap;
      const [first] = made.contents;
      const id = idOf(made.contents[index] ?? (first as SchemaContent));
      const place = { subject: held.subject, version: version as Version, id, deleted, timestamp };
      versions.push({ kind: 'version', ...place });
    }
  }
  return [...schemas.values(), ...versions, ...others, { kind: 'last-id', id: lastId + made.lastGap }];
});
