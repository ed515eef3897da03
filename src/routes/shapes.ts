import type { MetadataInput as MetadataParts } from '../registry/metadata.ts';
import type { RuleInput } from '../registry/rule-set.ts';
import { ruleKinds, ruleModes } from '../registry/schema.ts';
import { type Static, type TObject, type TSchema, Type } from '../typebox.ts';

/** What several routes take or answer. */

/** A field that may be left out or null. */
export const nullable = <T extends TSchema>(type: T) => Type.Optional(Type.Union([type, Type.Null()]));

/**
 * Any names, with values of one type. TypeBox's Record describes names by a pattern that a line break does not match,
 * so that such names would go unchecked and be left out of answers.
 */
function dictionary<T extends TSchema>(values: T) {
  return Type.Unsafe<Record<string, Static<T>>>(Type.Object({}, { additionalProperties: values }));
}

function oneOf<const Words extends readonly string[]>(words: Words) {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] });
}

export const ErrorBody = Type.Object(
  {
    error_code: Type.Integer({ description: 'The status, or a code of the registry that begins with it' }),
    message: Type.String(),
  },
  { description: 'A refusal' },
);

export const Reference = Type.Object({
  name: Type.String({ description: 'How the schema text names what it refers to' }),
  subject: Type.String(),
  version: Type.Integer(),
});

const ReferenceInput = Type.Object({
  name: nullable(Type.String()),
  subject: nullable(Type.String()),
  version: nullable(Type.Integer({ description: '-1 for the latest' })),
});

export const Metadata = Type.Object({
  tags: Type.Optional(dictionary(Type.Array(Type.String()))),
  properties: Type.Optional(dictionary(Type.String())),
  sensitive: Type.Optional(Type.Array(Type.String())),
});

export const Rule = Type.Object({
  name: Type.Optional(Type.String()),
  doc: Type.Optional(Type.String()),
  kind: Type.Optional(oneOf(ruleKinds)),
  mode: Type.Optional(oneOf(ruleModes)),
  type: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(Type.String())),
  params: Type.Optional(dictionary(Type.String())),
  expr: Type.Optional(Type.String()),
  onSuccess: Type.Optional(Type.String()),
  onFailure: Type.Optional(Type.String()),
  disabled: Type.Optional(Type.Boolean()),
});

export const RuleSet = Type.Object({
  migrationRules: Type.Optional(Type.Array(Rule)),
  domainRules: Type.Optional(Type.Array(Rule)),
  encodingRules: Type.Optional(Type.Array(Rule)),
  enableAt: Type.Optional(Type.String()),
});

/** An object as clients may send it: a field that is null is as good as absent. */
function withNulls(object: TObject): TSchema {
  const fields = Object.entries(object.properties).map(([name, type]) => [name, nullable(type)] as const);
  return Type.Object(Object.fromEntries(fields));
}

export const MetadataInput = Type.Unsafe<MetadataParts>(withNulls(Metadata));

const rulesInput = nullable(Type.Array(Type.Unsafe<RuleInput>(withNulls(Rule))));
export const RuleSetInput = Type.Object({
  migrationRules: rulesInput,
  domainRules: rulesInput,
  encodingRules: rulesInput,
  enableAt: nullable(Type.String()),
});

export const SchemaRequest = Type.Object({
  schema: nullable(Type.String({ description: 'The schema, as text' })),
  schemaType: nullable(Type.String({ description: 'JSON; without it the Confluent API means AVRO' })),
  references: nullable(Type.Array(ReferenceInput)),
  metadata: nullable(MetadataInput),
  ruleSet: nullable(RuleSetInput),
  version: nullable(Type.Integer()),
  id: nullable(Type.Integer()),
});

const content = {
  schemaType: Type.Optional(Type.String()),
  references: Type.Optional(Type.Array(Reference)),
  metadata: Type.Optional(Metadata),
  ruleSet: Type.Optional(RuleSet),
  schema: Type.String(),
};

/** A schema without its place in a subject, or with it in the newer shape. */
export const SchemaBody = Type.Object({
  subject: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  guid: Type.Optional(Type.String()),
  ...content,
  maxId: Type.Optional(Type.Integer()),
  ts: Type.Optional(Type.Integer()),
  deleted: Type.Optional(Type.Boolean()),
});
export type SchemaBody = Static<typeof SchemaBody>;

/** A version of a subject. `guid`, `ts` and `deleted` come in the newer shape alone. */
export const VersionBody = Type.Object({
  subject: Type.String(),
  version: Type.Integer(),
  id: Type.Integer(),
  guid: Type.Optional(Type.String()),
  ...content,
  ts: Type.Optional(Type.Integer({ description: 'Milliseconds since 1970' })),
  deleted: Type.Optional(Type.Boolean()),
});
export type VersionBody = Static<typeof VersionBody>;

export const SubjectVersionPair = Type.Object({ subject: Type.String(), version: Type.Integer() });

export const SubjectParams = Type.Object({ subject: Type.String({ description: 'Name of the subject' }) });
export const VersionParams = Type.Object({
  subject: Type.String({ description: 'Name of the subject' }),
  version: Type.String({ description: '1 to 2147483647, or latest' }),
});
export const IdParams = Type.Object({ id: Type.Integer({ description: 'Id of the schema' }) });

export const page = {
  offset: Type.Optional(Type.Integer({ description: 'How many to leave out first' })),
  limit: Type.Optional(Type.Integer({ description: 'How many at most; all when not above 0' })),
};
export const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

export const formatOption = {
  format: Type.Optional(Type.String({ description: 'Accepted; JSON Schema has one format' })),
};

/** The part of a list that a page asks for. */
export function paged<T>(
  list: readonly T[],
  { offset = 0, limit = -1 }: Page,
  most = Infinity,
): readonly T[] {
  const start = Math.max(offset, 0);
  return list.slice(start, start + pageSize(limit, most));
}

export interface Page {
  readonly offset?: number;
  readonly limit?: number;
}

/** How many to give: `limit`, but `most` when the limit is not above 0 or above `most`. */
export function pageSize(limit: number | undefined, most: number): number {
  return limit === undefined || limit <= 0 || limit > most ? most : limit;
}

/** The refusals a route can answer, for its `response` schemas. */
export function refusalsWith<const Statuses extends readonly number[]>(...statuses: Statuses) {
  return Object.fromEntries(statuses.map((status) => [status, ErrorBody])) as Record<
    Statuses[number],
    typeof ErrorBody
  >;
}
