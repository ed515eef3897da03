import * as fc from 'fast-check';
import { hostileSchemas } from './hostile-schemas.ts';
import { type BodySchema, fitting, mutated, mutation, oddText } from './json-arbitraries.ts';
import type { Operation } from './openapi-document.ts';
import { subject } from './request-targets.ts';

const closed = (types: Readonly<Record<string, string>>) => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])),
  additionalProperties: false,
});
const schemas: readonly unknown[] = [
  {},
  true,
  { type: 'string' },
  closed({ a: 'string' }),
  closed({ a: 'string', b: 'integer' }),
  closed({ a: 'integer' }),
  { oneOf: [{ type: 'null' }, closed({ a: 'string' })] },
  { type: 'array', items: { $ref: '#/definitions/x' }, definitions: { x: { $ref: '#' } } },
  { $ref: 'a' },
  { patternProperties: { '^(a+)+$': {} }, properties: { [`${'a'.repeat(30)}!`]: {} } },
  { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{}], items: false },
];
// Long enough to be worked on by a thread.
const hostile = hostileSchemas(20_000).flatMap(({ first, second }) => [first, second]);
const schemaText = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...hostile) },
  { weight: 120, arbitrary: fc.constantFrom(...schemas).map((schema) => JSON.stringify(schema)) },
  {
    weight: 60,
    arbitrary: fc
      .tuple(fc.constantFrom(...schemas), fc.array(mutation, { minLength: 1, maxLength: 3 }))
      .map(([schema, changes]) => JSON.stringify(changes.reduce(mutated, schema)) ?? ''),
  },
  { weight: 20, arbitrary: oddText },
);
const fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  schema: schemaText,
  schemaType: fc.oneof({ weight: 9, arbitrary: fc.constant('JSON') }, { weight: 1, arbitrary: oddText }),
  subject,
  compatibility: fc.constantFrom('NONE', 'BACKWARD', 'FULL_TRANSITIVE', 'forward', 'x', null),
  compatibilityPolicy: fc.constantFrom('STRICT', 'LENIENT', 'x', null),
  // Mostly what lets the other requests do their work.
  mode: fc.oneof(
    { weight: 30, arbitrary: fc.constant('READWRITE') },
    { weight: 2, arbitrary: fc.constantFrom('READONLY', 'IMPORT', 'x') },
  ),
  alias: fc.oneof(fc.constant(null), subject),
  version: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: -2, max: 5 }) },
  ),
  id: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: -2, max: 5 }) },
  ),
};

/** Bodies that fit the operation, changed ones, and garbage; mostly none where it takes none. */
export function bodyFor(operation: Operation): fc.Arbitrary<string | undefined> {
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const none = fc.constant(undefined);
  if (schema === undefined) {
    return fc.oneof({ weight: 20, arbitrary: none }, { weight: 1, arbitrary: oddText });
  }
  const fit = fitting(schema as BodySchema, fields);
  const changed = fc
    .tuple(fit, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([value, changes]) => changes.reduce(mutated, value));
  return fc.oneof(
    { weight: 10, arbitrary: fit.map(textOf) },
    { weight: 6, arbitrary: changed.map(textOf) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fit.map(textOf), fc.nat(), oddText)
        .map(([text, at, insert]) => text.slice(0, at % (text.length + 1)) + insert),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'null',
        '[]',
        '"',
        '['.repeat(100_000),
        `{"metadata":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      ),
    },
    { weight: 1, arbitrary: none },
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
