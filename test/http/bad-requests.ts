import { jsonSchema } from '../helpers/api.ts';

/** A request that is wrong in some way, and how it must be answered. */
export interface BadRequest {
  readonly what: string;
  /** Method and path. */
  readonly line: string;
  /** Text as it is sent; anything else as JSON. */
  readonly body?: unknown;
  readonly status: number;
  readonly code: number;
  /** What the message must say, so that the sender knows what to change. */
  readonly says: string | RegExp;
}

const registration = 'POST /subjects/bad/versions';

/** Bodies that are no JSON, or JSON of another kind than is asked for. */
export const badBodies: readonly BadRequest[] = [
  ...[
    ['an open brace', '{'],
    ['text cut off', '{"schemaType":"JSON","sch'],
    ['single quotes', "{'schema':1}"],
    ['a comma too many', '{"schema":"{}",}'],
    ['two values', '{} {}'],
    ['NaN', '{"version":NaN}'],
    ['a comment', '{} // schema'],
    ['white space', ' \n '],
    ['100 000 open brackets', '['.repeat(100_000)],
    ['a control character', '{"schema":"\u0001"}'],
  ].map(
    ([what = '', body]): BadRequest => ({
      what: `a body of ${what}`,
      line: registration,
      body,
      status: 400,
      code: 400,
      says: /^The request body is not JSON: .+/,
    }),
  ),
  ...(
    [
      ['a list', [], 'it must be object'],
      ['text', '"schema"', 'it must be object'],
      ['a number', '1', 'it must be object'],
      ['true', 'true', 'it must be object'],
      ['a schema that is an object', { schemaType: 'JSON', schema: {} }, 'schema must be string'],
      ['a schema type that is a number', { schemaType: 1 }, 'schemaType must be string'],
      ['references that are an object', { references: {} }, 'references must be array'],
      ['a reference that is null', { references: [null] }, 'references.0 must be object'],
      [
        'a reference to version "1"',
        { references: [{ version: '1' }] },
        'references.0.version must be integer',
      ],
      [
        'a reference to version 1.5',
        { references: [{ version: 1.5 }] },
        'references.0.version must be integer',
      ],
      ['metadata that is a list', { metadata: [] }, 'metadata must be object'],
      [
        'a property that is a number',
        { metadata: { properties: { a: 1 } } },
        'metadata.properties.a must be string',
      ],
      [
        'a tag under a name with a line break',
        { metadata: { tags: { 'a\nb': [[]] } } },
        'metadata.tags.a\nb.0 must be string',
      ],
      ['tags that are no list', { metadata: { tags: { a: 'x' } } }, 'metadata.tags.a must be array'],
      ['sensitive that is no list', { metadata: { sensitive: 'a' } }, 'metadata.sensitive must be array'],
      ['a rule set that is a list', { ruleSet: [] }, 'ruleSet must be object'],
      ['a rule that is null', { ruleSet: { domainRules: [null] } }, 'ruleSet.domainRules.0 must be object'],
      [
        'a rule of unknown kind',
        { ruleSet: { domainRules: [{ name: 'a', type: 'CEL', kind: 'X' }] } },
        'ruleSet.domainRules.0.kind must be one of ["TRANSFORM","CONDITION"]',
      ],
      ['a version that is text', { version: '1' }, 'version must be integer'],
      ['an id of 1.5', { id: 1.5 }, 'id must be integer'],
    ] as const
  ).map(
    ([what, body, says]): BadRequest => ({
      what,
      line: registration,
      body,
      status: 400,
      code: 400,
      says: `The request body cannot be used: ${says}`,
    }),
  ),
  {
    what: 'no body',
    line: registration,
    status: 422,
    code: 422,
    says: 'The request body must not be null (was null). Send JSON.',
  },
  {
    what: 'a body of null',
    line: registration,
    body: 'null',
    status: 422,
    code: 422,
    says: 'must not be null',
  },
  {
    what: 'a body over the limit',
    line: registration,
    body: ' '.repeat(2 ** 20 + 1),
    status: 413,
    code: 413,
    says: 'Send a smaller body',
  },
  { what: 'a mode without a mode', line: 'PUT /mode/bad', body: {}, status: 400, code: 400, says: "'mode'" },
  {
    what: 'a mode that is null',
    line: 'PUT /mode',
    body: { mode: null },
    status: 400,
    code: 400,
    says: 'mode must be string',
  },
  {
    what: 'config with a number for a level',
    line: 'PUT /config/bad',
    body: { compatibility: 1 },
    status: 400,
    code: 400,
    says: 'compatibility must be string',
  },
];

/** Values that have the right type and mean nothing. */
export const badValues: readonly BadRequest[] = [
  ...['AVRO', 'PROTOBUF', 'json', 'XML', '', '__proto__', '\u0000'].map(
    (schemaType): BadRequest => ({
      what: `the schema type ${JSON.stringify(schemaType)}`,
      line: registration,
      body: { schemaType, schema: '{}' },
      status: 422,
      code: 42201,
      says: `Invalid schema type ${schemaType}. Set schemaType to one of: JSON`,
    }),
  ),
  {
    what: 'no schema type, which means AVRO',
    line: registration,
    body: { schema: '{}' },
    status: 422,
    code: 42201,
    says: 'Invalid schema type AVRO. Set schemaType to one of: JSON',
  },
  ...[
    { schemaType: 'JSON' },
    { schemaType: 'JSON', schema: '' },
    { schemaType: 'JSON', schema: ' \t' },
    {},
  ].map(
    (body): BadRequest => ({
      what: `an empty schema (${JSON.stringify(body)})`,
      line: registration,
      body,
      status: 422,
      code: 42201,
      says: 'Empty schema',
    }),
  ),
  {
    what: 'a version that is not the next',
    line: registration,
    body: { ...jsonSchema({}), version: 7 },
    status: 422,
    code: 42201,
    says: 'Version is not one more than previous version',
  },
  {
    what: 'a version beyond all numbers',
    line: registration,
    body: '{"schemaType":"JSON","schema":"{}","version":1e308}',
    status: 422,
    code: 42201,
    says: 'Version is not one more',
  },
  {
    what: 'an id of its own',
    line: registration,
    body: { ...jsonSchema({}), id: 7 },
    status: 422,
    code: 42205,
    says: 'is not in import mode',
  },
  ...(
    [
      [{ domainRules: [{}] }, 'A rule needs a name'],
      [
        {
          domainRules: [
            { name: 'a', type: 'CEL' },
            { name: 'a', type: 'CEL' },
          ],
        },
        "duplicate name 'a'",
      ],
    ] as const
  ).map(
    ([ruleSet, says]): BadRequest => ({
      what: `the rule set ${JSON.stringify(ruleSet)}`,
      line: registration,
      body: { ...jsonSchema({}), ruleSet },
      status: 422,
      code: 42210,
      says,
    }),
  ),
  ...(
    [
      [{}, 'a reference needs a name, a subject and a version number'],
      [{ name: '', subject: 'known', version: 1 }, 'a reference needs a name'],
      [
        { name: 'a', subject: 'nobody', version: 1 },
        'No schema reference found for subject "nobody" and version 1',
      ],
      [
        { name: 'a', subject: 'nobody', version: -1 },
        'No schema reference found for subject "nobody" and version -1',
      ],
      [
        { name: 'a', subject: 'known', version: 0 },
        'No schema reference found for subject "known" and version 0',
      ],
      [
        { name: 'a', subject: 'known', version: 99 },
        'No schema reference found for subject "known" and version 99',
      ],
      [{ name: 'a', subject: 'known', version: 2 ** 40 }, 'No schema reference found for subject "known"'],
      [{ name: 'a', subject: '__proto__', version: 1 }, 'No schema reference found for subject "__proto__"'],
      [{ name: 'a', subject: '\u0000', version: 1 }, 'No schema reference found'],
      [{ name: 'a', subject: '\ud800', version: 1 }, 'No schema reference found'],
    ] as const
  ).map(
    ([reference, says]): BadRequest => ({
      what: `the reference ${JSON.stringify(reference)}`,
      line: registration,
      body: { ...jsonSchema({}), references: [reference] },
      status: 422,
      code: 42201,
      says,
    }),
  ),
  ...['SIDEWAYS', '', 'backwards', '\u0000', '__proto__'].map(
    (compatibility): BadRequest => ({
      what: `the compatibility level ${JSON.stringify(compatibility)}`,
      line: 'PUT /config/bad',
      body: { compatibility },
      status: 422,
      code: 42203,
      says: 'Valid values are none, backward,',
    }),
  ),
  {
    what: 'an unknown compatibility policy',
    line: 'PUT /config',
    body: { compatibilityPolicy: 'KIND' },
    status: 422,
    code: 42203,
    says: 'Valid values are strict and lenient',
  },
  ...['SIDEWAYS', '', '__proto__'].map(
    (mode): BadRequest => ({
      what: `the mode ${JSON.stringify(mode)}`,
      line: 'PUT /mode/bad',
      body: { mode },
      status: 422,
      code: 42204,
      says: 'Valid values are READWRITE',
    }),
  ),
  ...['IMPORT', 'FORWARD'].map(
    (mode): BadRequest => ({
      what: `the mode ${mode}, which is not served`,
      line: 'PUT /mode',
      body: { mode },
      status: 422,
      code: 42204,
      says: `Mode ${mode} is not supported by this registry. Use READWRITE or READONLY.`,
    }),
  ),
];

/** Schemas that are JSON and no schemas. */
export const badSchemas: readonly BadRequest[] = (
  [
    ['null', 'expected a schema: an object, true or false, at "#"'],
    ['[]', 'expected a schema: an object, true or false, at "#"'],
    ['"string"', 'expected a schema: an object, true or false, at "#"'],
    ['{"type":"strin"}', 'unknown type "strin" at "#"'],
    ['{"type":1}', '"type" must be a string or an array of strings'],
    ['{"type":["string","x"]}', 'unknown type "x"'],
    ['{"properties":[]}', '"properties" must be an object'],
    ['{"properties":{"a":"string"}}', 'expected a schema: an object, true or false, at "#/properties/a"'],
    ['{"properties":{"__proto__":1}}', 'at "#/properties/__proto__"'],
    ['{"items":[{},1]}', 'at "#/items/1"'],
    ['{"required":"a"}', '"required" must be an array of strings'],
    ['{"minimum":"1"}', '"minimum" must be a number'],
    ['{"maxLength":1.5}', '"maxLength" must be a whole number'],
    ['{"minLength":1e400}', '"minLength" must be a whole number'],
    ['{"multipleOf":0}', '"multipleOf" must not be 0'],
    ['{"enum":1}', '"enum" must be an array'],
    ['{"allOf":{}}', '"allOf" must be an array'],
    ['{"anyOf":[1]}', 'at "#/anyOf/0"'],
    ['{"not":1}', 'at "#/not"'],
    ['{"if":1}', 'at "#/if"'],
    ['{"dependencies":{"a":1}}', 'at "#/dependencies/a"'],
    ['{"uniqueItems":"x"}', '"uniqueItems" must be true or false'],
    ['{"exclusiveMinimum":true}', '"exclusiveMinimum" must be a number'],
    ['{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":1}', 'must be true or false'],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema","items":[{}]}', '"prefixItems" takes a list'],
    ['{"$id":1}', '"$id" must be a string'],
    ['{"pattern":"("}', 'pattern "(" is not usable: Unterminated group'],
    ['{"pattern":1}', '"pattern" must be a string'],
    ['{"patternProperties":{"[z-a]":{}}}', 'pattern "[z-a]" is not usable'],
    [JSON.stringify({ pattern: '('.repeat(50_000) + ')'.repeat(50_000) }), 'is not usable'],
    ['{"$ref":1}', '"$ref" must be a string'],
    ['{"$ref":"#/definitions/x"}', 'leads nowhere: this schema has no "#/definitions/x"'],
    ['{"$ref":"#"}', '$ref "#" leads back to itself'],
    [
      '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
      'leads back to itself with no schema on the way',
    ],
    [
      '{"$ref":"other.json"}',
      'register that schema and list it under "references" with the name "other.json"',
    ],
    ['{"$ref":"file:///etc/passwd"}', '$ref "file:///etc/passwd" is not defined'],
  ] as const
).map(([schema, says]) => ({
  what: `the schema ${schema.slice(0, 80)}`,
  line: registration,
  body: { schemaType: 'JSON', schema },
  status: 422,
  code: 42201,
  says,
}));

/** Schema texts that are no JSON. */
export const badTexts: readonly BadRequest[] = (
  [
    ['{', 'the text ends at line 1, column 2'],
    ['{"a":1}{"b":2}', 'expected the end of the text but found "{" at line 1, column 8'],
    ['{\n"a":01}', 'malformed number at line 2, column 5'],
    ['{"a":NaN}', 'expected a value but found "N"'],
    ['{"a":+1}', 'expected a value but found "+"'],
    ['{"a":1.}', 'malformed number'],
    ['{"a":"\t"}', 'found U+0009'],
    ['{"a":"\\x"}', 'bad escape in a string'],
    ['\ufeff{}', 'found U+FEFF'],
    [`{"maximum":${'9'.repeat(500_000)}}`, 'number longer than 1000 characters'],
    [`{"maximum":1e${'9'.repeat(100_000)}}`, 'number longer than 1000 characters'],
    ...[
      ['{"items":', '}'],
      ['{"properties":{"a":', '}}'],
      ['{"allOf":[', ']}'],
      ['{"not":', '}'],
      ['{"unknown":', '}'],
      ['[', ']'],
    ].map(
      ([open = '', close = '']) =>
        [`${open.repeat(10_000)}{}${close.repeat(10_000)}`, 'nested deeper than 1000 levels'] as const,
    ),
  ] as const
).map(([schema, says]) => ({
  what: `the text ${JSON.stringify(schema.slice(0, 60))}`,
  line: registration,
  body: { schemaType: 'JSON', schema },
  status: 422,
  code: 42201,
  says: new RegExp(`^Invalid schema of type JSON, details: .*${says.replace(/[+"{]/g, '\\$&')}`),
}));

/** Paths and parameters that name nothing, or nothing that could be. */
export const badNames: readonly BadRequest[] = [
  ...['a%00b', 'a%1Fb', 'a%7Fb', 'a%C2%85b', '__GLOBAL', '__EMPTY', ':.other:a'].map(
    (subject): BadRequest => ({
      what: `registering under ${subject}`,
      line: `POST /subjects/${subject}/versions`,
      body: jsonSchema({}),
      status: 422,
      code: 42208,
      says: 'The specified subject',
    }),
  ),
  {
    what: 'config of a control character',
    line: 'PUT /config/%00',
    body: {},
    status: 422,
    code: 42208,
    says: 'not a valid',
  },
  {
    what: 'mode of a control character',
    line: 'PUT /mode/%00',
    body: { mode: 'READONLY' },
    status: 422,
    code: 42208,
    says: 'not a valid',
  },
  ...['%', '%4', '%zz', '%ff', '%C3', '%ED%A0%80', 'a%00%'].map(
    (subject): BadRequest => ({
      what: `the subject ${subject}`,
      line: `GET /subjects/${subject}/versions`,
      status: 400,
      code: 400,
      says: 'Encode a literal "%" as "%25"',
    }),
  ),
  {
    what: 'a subject of 10 001 characters',
    line: `GET /subjects/${'s'.repeat(10_001)}/versions`,
    status: 414,
    code: 414,
    says: 'URI Too Long',
  },
  {
    what: 'a path over 16 KiB',
    line: `GET /subjects/${'s'.repeat(17_000)}/versions`,
    status: 431,
    code: 431,
    says: 'Too Large',
  },
  ...['0', '-1', '2147483647'].map(
    (id): BadRequest => ({
      what: `the id ${id}`,
      line: `GET /schemas/ids/${id}`,
      status: 404,
      code: 40403,
      says: `Schema ${id} not found`,
    }),
  ),
  ...['2147483648', '9'.repeat(400), '1e3', '0x1', 'NaN', '1%20', 'abc'].map(
    (id): BadRequest => ({
      what: `the id ${id.slice(0, 20)}`,
      line: `GET /schemas/ids/${id}/schema`,
      status: 404,
      code: 404,
      says: 'HTTP 404 Not Found',
    }),
  ),
  ...['0', '-2', '2147483648', '9'.repeat(400), '1.0', '1e0', 'newest', '%00', '__proto__'].map(
    (version): BadRequest => ({
      what: `the version ${version.slice(0, 20)}`,
      line: `GET /subjects/known/versions/${version}`,
      status: 422,
      code: 42202,
      says: 'Allowed values are between [1, 2^31-1] and the string "latest"',
    }),
  ),
  {
    what: 'a version that is not there',
    line: 'GET /subjects/known/versions/9',
    status: 404,
    code: 40402,
    says: 'Version 9 not found.',
  },
  {
    what: 'deleting a version 0',
    line: 'DELETE /subjects/known/versions/0',
    status: 422,
    code: 42202,
    says: 'is not a valid version id',
  },
  {
    what: 'a subject that is not there',
    line: 'GET /subjects/nobody/versions',
    status: 404,
    code: 40401,
    says: "Subject 'nobody' not found.",
  },
  {
    what: 'SQL for a subject',
    line: "GET /subjects/a'%20OR%20'1'='1/versions",
    status: 404,
    code: 40401,
    says: 'not found',
  },
  {
    what: 'SQL for a guid',
    line: 'GET /schemas/guids/%27%20OR%201=1',
    status: 404,
    code: 40403,
    says: 'not found',
  },
  {
    what: 'a subject in another context',
    line: 'GET /subjects/:.other:a/versions',
    status: 404,
    code: 40401,
    says: 'not found',
  },
  ...['abc', '1.5', '1e3', '99999999999'].flatMap((number): BadRequest[] =>
    ['/subjects?offset=', '/schemas?limit=', '/subjects/known/versions?limit='].map((path) => ({
      what: `${path}${number}`,
      line: `GET ${path}${number}`,
      status: 404,
      code: 404,
      says: 'HTTP 404 Not Found',
    })),
  ),
];
