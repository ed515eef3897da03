/** Two versions of a schema, made to be costly to read, check or compare; as text. */
export interface HostilePair {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** How long the texts are, about, where their length is what costs: some less than a request may have. */
const largest = 700_000;

/** As many parts as make a text of the length, each by its number. */
function parts(length: number, part: (index: number) => string): string {
  const list: string[] = [];
  for (let size = 0; size < length; size += (list.at(-1)?.length ?? 0) + 1) list.push(part(list.length));
  return list.join(',');
}

function nested(depth: number, open: string, inner: string, close: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

const properties = (length: number, schema: string) =>
  `{"type":"object","properties":{${parts(length, (index) => `"p${index}":${schema}`)}}}`;
const members = (criterion: string, length: number, member: (index: number) => string) =>
  `{"${criterion}":[${parts(length, member)}]}`;
const object = (index: number) => `{"required":["r${index}"],"properties":{"a":{"type":"string"}}}`;

/** A tree of combined schemas that refer to one another, so that every level compares each member with each. */
function combinedTree(levels: number, width: number): string {
  const definitions = Array.from({ length: levels }, (_, level) => {
    const below = level === 0 ? '{"type":"string"}' : `{"$ref":"#/definitions/d${level - 1}"}`;
    const all = Array.from(
      { length: width },
      (_member, index) => `{"properties":{"x${index}":${below}},"required":["r${index}"]}`,
    );
    return `"d${level}":{"anyOf":[${all.join(',')}]}`;
  });
  return `{"$ref":"#/definitions/d${levels - 1}","definitions":{${definitions.join(',')}}}`;
}

/** Schemas that refer to each other in a circle, with differences found one a pass. */
function recursive(amount: number, last: string): string {
  const definitions = Array.from(
    { length: amount },
    (_, index) =>
      `"d${index}":{"type":"object","properties":{"next":{"$ref":"#/definitions/d${(index + 1) % amount}"},` +
      `"back":{"$ref":"#/definitions/d${(index + amount - 1) % amount}"},"v":{"type":"${index === amount - 1 ? last : 'string'}"}}}`,
  );
  return `{"$ref":"#/definitions/d0","definitions":{${definitions.join(',')}}}`;
}

function same(name: string, text: string): HostilePair {
  return { name, first: text, second: text.replace(/^\{/, '{"title":"2",') };
}

/**
 * Schemas that a client may send to keep a registry busy: each kind, small and `large`, which is as large as a body may
 * be where nothing else is said.
 */
export function hostileSchemas(large = largest): readonly HostilePair[] {
  const pairs: HostilePair[] = [
    same('many empty properties', properties(large, '{}')),
    same('many typed properties', properties(large, '{"type":"string"}')),
    same('many enum numbers', `{"enum":[${parts(large, (index) => `${index}.5e1`)}]}`),
    same('one long string', `{"description":"${'x'.repeat(large)}"}`),
    same('one long string of escapes', `{"description":"${'\\u0001'.repeat(large / 6)}"}`),
    same('white space', `{${' '.repeat(large)}}`),
    same('nested not', nested(490, '{"not":', '{"type":"string"}', '}')),
    same('nested as deep as is read', nested(330, '{"allOf":[{"not":', '{}', '}]}')),
    same('nested deeper than is read', `{"enum":[${nested(100_000, '[', '', ']')}]}`),
    same(
      'oneOf constants',
      members('oneOf', 15_000, (index) => `{"const":${index}}`),
    ),
    same(
      'oneOf constants, large',
      members('oneOf', large, (index) => `{"const":${index}}`),
    ),
    same('oneOf objects', members('oneOf', 15_000, object)),
    same('oneOf objects, large', members('oneOf', large, object)),
    same('anyOf objects', members('anyOf', 15_000, object)),
    same('allOf objects', members('allOf', 15_000, object)),
    same('combined tree', combinedTree(8, 20)),
    same('combined tree, large', combinedTree(60, 60)),
    { name: 'recursive', first: recursive(90, 'string'), second: recursive(90, 'integer') },
    { name: 'recursive, large', first: recursive(4000, 'string'), second: recursive(4000, 'integer') },
    {
      name: 'all properties changed',
      first: properties(15_000, '{"type":"string"}'),
      second: properties(15_000, '{"type":"integer"}'),
    },
    {
      name: 'all properties changed, large',
      first: properties(large, '{"type":"string"}'),
      second: properties(large, '{"type":"integer"}'),
    },
    same('references, many', references(large)),
    same('identifiers inside each other', nested(450, '{"$id":"http://a.example/b/c/d/","not":', '{}', '}')),
    same('unicode classes', `{"patternProperties":{${parts(15_000, (index) => `"\\\\p{L}${index}":{}`)}}}`),
    same(
      'unicode classes, large',
      `{"patternProperties":{${parts(large, (index) => `"\\\\p{L}${index}":{}`)}}}`,
    ),
    same('patterns, many', `{"patternProperties":{${parts(large, (index) => `"^x${index}$":{}`)}}}`),
    same('pattern, long', `{"pattern":"${'(a|b)?'.repeat(large / 6)}"}`),
    same('pattern, nested groups', `{"pattern":"${nested(5000, '(', 'a', ')*')}"}`),
    same('pattern, repeated repetition', '{"pattern":"((((a{1000}){1000}){1000}){1000})"}'),
    backtracking('^(a+)+$'),
    backtracking('^(a|a)*$'),
    backtracking('(a*)*b'),
    backtracking('^(([a-z])+.)+[A-Z]([a-z])+$'),
    backtrackingMany(),
  ];
  return pairs;
}

function references(length: number): string {
  return `{"properties":{"p":{"type":"string"},${parts(length, (index) => `"q${index}":{"$ref":"#/properties/p"}`)}}}`;
}

/** A pattern that takes exponentially long on a name which the other version has. */
function backtracking(pattern: string): HostilePair {
  const name = `${'a'.repeat(60)}!`;
  return {
    name: `pattern ${pattern}`,
    first: JSON.stringify({ type: 'object', patternProperties: { [pattern]: { type: 'string' } } }),
    second: JSON.stringify({ type: 'object', properties: { [name]: { type: 'string' } } }),
  };
}

function backtrackingMany(): HostilePair {
  const names = Array.from({ length: 200 }, (_, index) => `${'a'.repeat(18)}${index}!`);
  const patterns = Array.from({ length: 50 }, (_, index) => `^(a+)+${index}$`);
  return {
    name: 'patterns and names, many',
    first: JSON.stringify({
      type: 'object',
      patternProperties: Object.fromEntries(patterns.map((pattern) => [pattern, { type: 'string' }])),
    }),
    second: JSON.stringify({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    }),
  };
}
