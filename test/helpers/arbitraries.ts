import * as fc from 'fast-check';
import type { Dialect } from '../../src/formats/json-schema/dialect.ts';

/** A JSON Schema as a plain value. */
export type SchemaValue = boolean | { readonly [keyword: string]: unknown };
type Keywords = Readonly<Record<string, unknown>>;
type Arbitraries = Readonly<Record<string, fc.Arbitrary<unknown>>>;

export const schemaUris: Readonly<Record<Dialect, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema#',
  'draft-06': 'http://json-schema.org/draft-06/schema#',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

export const dialects: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

/** Few names and small values, so that schemas and documents made apart meet often. */
const name = fc.constantFrom('a', 'b', 'ab');
const size = fc.nat({ max: 3 });
const bound = fc.constantFrom(-1, 0, 0.5, 1, 2, 3);
const pattern = fc.constantFrom('^a', 'b$', 'a', '^.b');
const scalar = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 0.5, '', 'a', 'ab', 'abb');
const annotations = fc.record({ title: fc.constantFrom('t', 'u') }, { requiredKeys: [] });

/** Documents such as the schemas made here speak of. */
export const documents: fc.Arbitrary<unknown> = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.dictionary(name, tie('document'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('document'), { maxLength: 3 }),
  ),
})).document;

/** Whole schemas of a dialect, with definitions that refer to each other and to the whole. */
export function schemas(dialect: Dialect): fc.Arbitrary<SchemaValue> {
  const keyword = isModern(dialect) ? '$defs' : 'definitions';
  const parts = fc.letrec((tie: fc.LetrecTypedTie<Parts>) => partsOf(dialect, keyword, tie));
  return fc
    .record({
      body: fc.oneof(
        { weight: 4, arbitrary: parts.keywords },
        { weight: 1, arbitrary: fc.constant({ $ref: `#/${keyword}/a` }) },
      ),
      a: parts.keywords,
      b: parts.keywords,
    })
    .map(({ body, a, b }) => ({
      $schema: schemaUris[dialect],
      ...body,
      [keyword]: { a, b, chain: { $ref: `#/${keyword}/b` } },
    }));
}

interface Parts {
  /** A schema that refers to another only where a part of the value is meant, so that no circle is empty. */
  readonly keywords: Keywords;
  /** A schema for a part of a value. */
  readonly inner: SchemaValue;
}

function partsOf(
  dialect: Dialect,
  definitions: string,
  tie: fc.LetrecTypedTie<Parts>,
): { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> } {
  const keywords = tie('keywords');
  const inner = tie('inner');
  const members = fc.array(keywords, { minLength: 1, maxLength: 3 });
  const flat = fc.oneof(
    fc.constant({}),
    fc.constantFrom<Keywords>({ type: 'null' }, { type: 'boolean' }),
    typed('string', stringKeywords),
    typed('number', numberKeywords(dialect)),
    typed('integer', numberKeywords(dialect)),
    fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
    ...(dialect === 'draft-04' ? [] : [scalar.map((value) => ({ const: value }))]),
    fc.record({ type: fc.constant(['string', 'null']), maxLength: size }, { requiredKeys: ['type'] }),
  );
  const nested = fc.oneof(
    { weight: 6, arbitrary: typed('object', objectKeywords(dialect, keywords, inner)) },
    { weight: 4, arbitrary: typed('array', arrayKeywords(dialect, inner)) },
    { weight: 5, arbitrary: combination(members) },
    { weight: 1, arbitrary: keywords.map((schema) => ({ not: schema })) },
    ...(dialect === 'draft-04' || dialect === 'draft-06'
      ? []
      : [
          {
            weight: 1,
            arbitrary: conditional(keywords),
          },
        ]),
    {
      weight: 1,
      arbitrary: fc
        .tuple(typed('object', objectKeywords(dialect, keywords, inner)), combination(members))
        .map(([object, more]) => ({ ...object, ...more })),
    },
  );
  const reference = fc
    .constantFrom('#', `#/${definitions}/a`, `#/${definitions}/b`, `#/${definitions}/chain`)
    .map(($ref) => ({ $ref }));
  return {
    keywords: fc
      .tuple(
        fc.oneof({ maxDepth: 3 }, { weight: 2, arbitrary: flat }, { weight: 3, arbitrary: nested }),
        annotations,
      )
      .map(([schema, more]) => ({ ...schema, ...more })),
    inner: fc.oneof(
      { weight: 6, arbitrary: keywords },
      { weight: 2, arbitrary: reference },
      ...(dialect === 'draft-04' ? [] : [{ weight: 1, arbitrary: fc.boolean() }]),
      {
        weight: 1,
        arbitrary: fc
          .tuple(reference, fc.record({ maxLength: size }))
          .map(([ref, sibling]) => ({ ...ref, ...sibling })),
      },
    ),
  };
}

function isModern(dialect: Dialect): boolean {
  return dialect === '2019-09' || dialect === '2020-12';
}

/** Keywords with the type that they are about, or, less often, without. */
function typed(type: string, keywords: fc.Arbitrary<Keywords>): fc.Arbitrary<Keywords> {
  return fc
    .tuple(keywords, fc.integer({ min: 0, max: 4 }))
    .map(([record, die]) => (die === 0 ? record : { type, ...record }));
}

function combination(members: fc.Arbitrary<readonly Keywords[]>): fc.Arbitrary<Keywords> {
  return fc
    .tuple(fc.constantFrom('allOf', 'anyOf', 'oneOf'), members)
    .map(([criterion, list]) => ({ [criterion]: list }));
}

function conditional(keywords: fc.Arbitrary<Keywords>): fc.Arbitrary<Keywords> {
  return fc
    .tuple(fc.tuple(keywords, keywords, keywords), fc.integer({ min: 1, max: 3 }))
    .map(([[condition, yes, no], count]) =>
      Object.fromEntries(
        [
          ['if', condition],
          ['then', yes],
          ['else', no],
        ].slice(0, count),
      ),
    );
}

const stringKeywords = some({ maxLength: size, minLength: size, pattern });

function numberKeywords(dialect: Dialect): fc.Arbitrary<Keywords> {
  const exclusive = dialect === 'draft-04' ? fc.boolean() : bound;
  return some({
    maximum: bound,
    minimum: bound,
    exclusiveMaximum: exclusive,
    exclusiveMinimum: exclusive,
    multipleOf: fc.constantFrom(0.5, 1, 2, 4),
  }).map(withBounds(dialect));
}

/** Draft 4 wants a bound beside the flag that excludes it. */
function withBounds(dialect: Dialect): (keywords: Keywords) => Keywords {
  return (keywords) =>
    dialect !== 'draft-04'
      ? keywords
      : {
          ...('exclusiveMaximum' in keywords ? { maximum: 3 } : {}),
          ...('exclusiveMinimum' in keywords ? { minimum: 0 } : {}),
          ...keywords,
        };
}

function objectKeywords(
  dialect: Dialect,
  keywords: fc.Arbitrary<Keywords>,
  inner: fc.Arbitrary<SchemaValue>,
): fc.Arbitrary<Keywords> {
  const rest = fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 2, arbitrary: inner });
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 });
  const later: Arbitraries = dialect === 'draft-04' ? {} : { propertyNames: typed('string', stringKeywords) };
  const dependencies: Arbitraries = isModern(dialect)
    ? {
        dependentRequired: fc.dictionary(name, names, { maxKeys: 1, noNullPrototype: true }),
        dependentSchemas: fc.dictionary(name, keywords, { maxKeys: 1, noNullPrototype: true }),
        unevaluatedProperties: rest,
      }
    : { dependencies: fc.dictionary(name, fc.oneof(names, keywords), { maxKeys: 1, noNullPrototype: true }) };
  return fc
    .tuple(
      fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true }),
      some({
        required: names,
        additionalProperties: rest,
        patternProperties: fc.dictionary(pattern, inner, { maxKeys: 2, noNullPrototype: true }),
        maxProperties: size,
        minProperties: size,
        ...later,
        ...dependencies,
      }),
    )
    .map(([properties, more]) => ({ properties, ...more }));
}

function arrayKeywords(dialect: Dialect, inner: fc.Arbitrary<SchemaValue>): fc.Arbitrary<Keywords> {
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  // In draft 4 only additionalItems may be a boolean.
  const rest = fc.oneof(fc.boolean(), inner);
  const items: Readonly<Record<Dialect, Arbitraries>> = {
    'draft-04': { items: fc.oneof(inner, list), additionalItems: rest },
    'draft-06': { items: fc.oneof(inner, list), additionalItems: rest },
    'draft-07': { items: fc.oneof(inner, list), additionalItems: rest },
    '2019-09': { items: inner, unevaluatedItems: rest },
    '2020-12': { items: rest, prefixItems: list, unevaluatedItems: rest },
  };
  return some({
    ...items[dialect],
    maxItems: size,
    minItems: size,
    uniqueItems: fc.boolean(),
    ...(dialect === 'draft-04' ? {} : { contains: inner }),
    ...(isModern(dialect) ? { minContains: size, maxContains: size } : {}),
  });
}

/** A record of which few keys are there, and which are differs. */
function some(keywords: Arbitraries): fc.Arbitrary<Keywords> {
  return fc
    .subarray(Object.keys(keywords), { maxLength: 3 })
    .chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] ?? fc.constant({})]))),
    );
}

/** Two schemas of a dialect, the second a changed form of the first. */
export function evolutions(
  dialect: Dialect,
): fc.Arbitrary<{ readonly original: SchemaValue; readonly update: SchemaValue }> {
  return fc
    .tuple(schemas(dialect), schemas(dialect), fc.infiniteStream(fc.nat({ max: 19 })))
    .map(([original, other, dice]) => ({
      original,
      update: crossed(original, other, () => dice.next().value ?? 19) as SchemaValue,
    }));
}

/** A value mostly like `base`, with parts left out, moved by one, or taken from `other`. */
function crossed(base: unknown, other: unknown, roll: () => number): unknown {
  const die = roll();
  if (typeof base === 'number') {
    return [base + 1, Math.max(base - 1, 0)][die] ?? base;
  }
  if (Array.isArray(base)) {
    const others: readonly unknown[] = Array.isArray(other) ? other : [];
    return base.map((member, index) => crossed(member, others[index], roll));
  }
  if (!isObject(base)) {
    return die === 0 && typeof other === typeof base ? other : base;
  }
  const others = isObject(other) ? other : {};
  const kept = Object.entries(base)
    .filter(([key]) => roll() > 0 || key.startsWith('$') || key === 'definitions')
    .map(([key, value]) => [key, crossed(value, others[key], roll)] as const);
  const added = Object.entries(others).filter(([key]) => !(key in base) && roll() === 0);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(added) };
}

function isObject(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
