import * as fc from 'fast-check';
import { hostileSchemas } from './hostile-schemas.ts';
import { type BodySchema, fitting, mutated, mutation, oddText } from './json-arbitraries.ts';
import { type OpenapiDocument, type Operation, operations } from './openapi-document.ts';

/** A request, ready to be written to a connection. */
export interface FuzzRequest {
  /** Method and target, as in the first line. */
  readonly line: string;
  readonly headers: readonly string[];
  readonly body?: string | undefined;
}

/** These answer after as many seconds as they are asked for. */
const takesItsTime = /^post \/admin\/profiles\//i;

/** Requests for every operation of the document: fitting ones, changed ones and garbage. */
export function anyRequest(document: OpenapiDocument): fc.Arbitrary<FuzzRequest> {
  const known = operations(document)
    .filter(([place]) => !takesItsTime.test(place))
    .map(([place, operation]) => requestFor(place, operation));
  return fc.oneof({ weight: 30, arbitrary: fc.oneof(...known) }, { weight: 1, arbitrary: wildRequest });
}

function requestFor(place: string, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const [method = '', path = ''] = place.split(' ');
  const body = bodyFor(operation);
  return fc.record({
    line: fc
      .tuple(methodLike(method.toUpperCase()), pathFor(path), queryFor(operation))
      .map(([verb, target, query]) => `${verb} ${target}${query}`),
    headers,
    body,
  });
}

function methodLike(method: string): fc.Arbitrary<string> {
  return fc.oneof({ weight: 30, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: oddMethod });
}

const oddMethod = fc.constantFrom(
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'QUERY',
  'get',
  'NONE',
);

const subject = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('s1', 's2', 's3', 's/4', 'ü5') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__GLOBAL',
      ':.:',
      ':.other:s1',
      '__proto__',
      'a\u0000',
      ' ',
      'x'.repeat(2000),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
);
const id = fc.oneof(
  fc.integer({ min: -1, max: 30 }).map(String),
  fc.constantFrom('2147483647', '2147483648', '1e3', '+1', '01', 'x'),
);
const version = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 9 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('latest', 'LATEST', ' latest ', '2147483647', '2147483648', '1.0', ''),
  },
);
const guid = fc.oneof(
  fc.uuid(),
  fc.constantFrom('99914b93-2bd3-7a50-b983-c5e7c90ae93b', "' or 1=1 --"),
  oddText,
);

const parameters: Readonly<Record<string, fc.Arbitrary<string>>> = { subject, id, version, guid };

/** The path with parameters filled in, encoded as they should be or not at all. */
function pathFor(path: string): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    const value = (parameters[name] ?? oddText).map(encoded);
    return fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: rawText });
  });
  const end = fc.oneof(
    { weight: 8, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('/', '//', '/x', '%2F') },
  );
  return fc.tuple(fc.tuple(...parts), end).map(([filled, slash]) => filled.join('/') + slash);
}

/** What can stand in a request line, valid or not: anything but what ends the target. */
const rawText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});

/** Text as UTF-8 bytes, percent-encoded; a lone surrogate as the bytes that would stand for it. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

const valuesByType: Readonly<Record<string, fc.Arbitrary<string>>> = {
  boolean: fc.constantFrom('true', 'false', 'True', 'FALSE', '', '1', 'maybe'),
  integer: fc.oneof(
    fc.integer({ min: -3, max: 5 }).map(String),
    fc.constantFrom('', '2147483647', '99999999999', 'x', '1.5', '-0'),
  ),
  string: fc.oneof(subject, oddText),
};

function queryFor(operation: Operation): fc.Arbitrary<string> {
  const declared = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => {
      const { type = 'string' } = (schema ?? {}) as { readonly type?: string };
      return (valuesByType[type] ?? oddText).map((value) => `${name}=${encoded(value)}`);
    });
  const unknown = fc.oneof(
    fc.constantFrom('__proto__=1', 'a[b]=1', '&&', '=', 'deleted', 'x=%zz', '?'),
    rawText,
  );
  const some =
    declared.length === 0 ? fc.constant<string[]>([]) : fc.array(fc.oneof(...declared), { maxLength: 4 });
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: unknown.map((text) => [text]) },
  );
  return fc.tuple(some, extra).map(([given, more]) => {
    const all = [...given, ...more];
    return all.length === 0 ? '' : `?${all.join('&')}`;
  });
}

const json = 'application/vnd.schemaregistry.v1+json';
const contentType = fc.oneof(
  { weight: 20, arbitrary: fc.constant([`Content-Type: ${json}`]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<string[]>(
      [],
      ['Content-Type: application/json'],
      ['Content-Type: application/octet-stream'],
      ['Content-Type: text/plain'],
      ['Content-Type: ;;'],
    ),
  },
);
const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 20,
});
const otherHeader = fc.oneof(
  fc.constantFrom(
    'Accept: application/json',
    'Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
    'Confluent-Accept-Unknown-Properties: true',
    'If-None-Match: *',
    'If-None-Match: "',
    'Authorization: Basic eDp5',
    'X-Forward: true',
    'Connection: close',
    'Range: bytes=0-1',
  ),
  fc
    .tuple(
      fc.constantFrom(
        'Accept',
        'X-Request-ID',
        'If-None-Match',
        'Confluent-Accept-Unknown-Properties',
        'Accept-Encoding',
        'Cookie',
      ),
      headerValue,
    )
    .map(([name, value]) => `${name}: ${value}`),
);
const headers = fc
  .tuple(contentType, fc.array(otherHeader, { maxLength: 2 }))
  .map(([type, others]) => [...type, ...others]);

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

function bodyFor(operation: Operation): fc.Arbitrary<string | undefined> {
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

const wildRequest: fc.Arbitrary<FuzzRequest> = fc.record({
  line: fc
    .tuple(
      oddMethod,
      fc.oneof(
        rawText.map((text) => `/${text}`),
        rawText,
        fc.constantFrom(
          '*',
          '/docs',
          '/docs/',
          '/openapi.json',
          '/docs/static/../../package.json',
          '/%2e%2e/',
          '/health/live',
        ),
      ),
    )
    .map(([method, target]) => `${method} ${target}`),
  headers,
  body: fc.oneof(fc.constant(undefined), oddText),
});
