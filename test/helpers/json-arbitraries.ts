import * as fc from 'fast-check';

/** The parts of a JSON Schema that request bodies of the API are described with. */
export interface BodySchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly BodySchema[];
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, BodySchema>>;
  readonly additionalProperties?: BodySchema | boolean;
  readonly items?: BodySchema;
}

/** Values that fit the schema; `byName` has better ones for fields of a name. */
export function fitting(
  schema: BodySchema,
  byName: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((choice) => fitting(choice, byName)));
  if (schema.type === 'object') return fittingObject(schema, byName);
  if (schema.type === 'array') return fc.array(fitting(schema.items ?? {}, byName), { maxLength: 3 });
  return scalars[schema.type ?? ''] ?? fc.jsonValue({ maxDepth: 2 });
}

function fittingObject(
  schema: BodySchema,
  byName: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<unknown> {
  const values = Object.values(schema.patternProperties ?? {});
  if (typeof schema.additionalProperties === 'object') values.push(schema.additionalProperties);
  const [value] = values;
  if (value) return fc.dictionary(oddName, fitting(value, byName), { maxKeys: 3 });
  const fields = new Map(
    Object.entries(schema.properties ?? {}).map(([name, field]) => [
      name,
      byName[name] ?? fitting(field, byName),
    ]),
  );
  return fc.record<Record<string, unknown>>(Object.fromEntries(fields), {
    requiredKeys: [...(schema.required ?? [])],
  });
}

const wickedNames = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '\u0000',
  '\ud800',
  'a/b',
  '%2F',
  '☃',
  'a\nb',
];

export const oddName = fc.oneof(
  fc.constantFrom('a', 'b', ...wickedNames),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
export const oddText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...wickedNames, 'x'.repeat(3000)),
);

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: oddText,
  integer: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.integer(), fc.constantFrom(2 ** 31, 1e300, -0)),
  boolean: fc.boolean(),
  null: fc.constant(null),
};

/** A change somewhere within a JSON value. */
export interface Mutation {
  /** Which of all places, counted as often around as it takes. */
  readonly place: number;
  readonly change: { readonly set: unknown } | { readonly rename: string } | 'remove';
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  change: fc.oneof(
    fc.record({ set: fc.jsonValue({ maxDepth: 2 }) }),
    fc.record({
      set: fc.constantFrom<unknown>(null, [], {}, '', 0, -1, 1e308, true, [[[[]]]], { __proto__: 1 }),
    }),
    fc.record({ rename: oddName }),
    fc.constant('remove' as const),
  ),
});

/** A copy of the value with the change made; a value without places is replaced as a whole. */
export function mutated(value: unknown, { place, change }: Mutation): unknown {
  const copy: unknown = structuredClone(value);
  const places = placesIn(copy);
  const chosen = places[place % Math.max(places.length, 1)];
  if (!chosen) return typeof change === 'object' && 'set' in change ? change.set : copy;
  const { parent, key } = chosen;
  const old = parent[key];
  if (change === 'remove' || 'rename' in change) delete parent[key];
  if (change !== 'remove') {
    const [name, content] = 'set' in change ? [key, change.set] : [change.rename, old];
    // An array has a length already, which can be no other property.
    if (Array.isArray(parent) && name === 'length') return copy;
    Object.defineProperty(parent, name, {
      value: content,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesIn(parent[key])]);
}
