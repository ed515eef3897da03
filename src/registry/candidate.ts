import { type Dependencies, unbounded } from './dependencies.ts';
import type { ParsedSchema, Work } from './format.ts';
import { canonicalMetadata, type MetadataInput } from './metadata.ts';
import { compareCodeUnits } from './order.ts';
import { pinReferences, type ReferenceInput, resolveReferences } from './references.ts';
import { refusals } from './refusals.ts';
import { type RuleSetInput, validRuleSet } from './rule-set.ts';
import {
  type Metadata,
  type RuleSet,
  type SchemaContent,
  type SchemaId,
  type SchemaReference,
  type SchemaType,
  type StoredSchema,
  schemaTypes,
} from './schema.ts';

/** A schema as clients send it to be registered, looked up or checked. */
export interface SchemaRequest {
  readonly schema?: string | null;
  readonly schemaType?: string | null;
  readonly references?: readonly ReferenceInput[] | null;
  readonly metadata?: MetadataInput | null;
  readonly ruleSet?: RuleSetInput | null;
  /** The version that it should become; 0 leaves that to the registry, -1 marks it with its version. */
  readonly version?: number | null;
  readonly id?: number | null;
}

/** What a request says besides the schema itself, checked. */
export interface Attachments {
  readonly metadata: Metadata | undefined;
  readonly ruleSet: RuleSet | undefined;
}

/** A schema that might become a version, read by its format. */
export interface Candidate {
  readonly content: SchemaContent;
  readonly parsed: ParsedSchema;
}

/** True when a request carries no schema text of its own. */
export function isEmpty(request: SchemaRequest): boolean {
  return (request.schema ?? '').trim() === '';
}

/** Throws 42210 when the rule set is not valid. */
export function attachmentsOf(request: SchemaRequest): Attachments {
  return {
    metadata: request.metadata ? canonicalMetadata(request.metadata) : undefined,
    ruleSet: request.ruleSet ? validRuleSet(request.ruleSet) : undefined,
  };
}

/**
 * Reads the request's schema. Throws 42201 when its type is unknown, its text is not well-formed, or a
 * reference leads nowhere. Does not say whether the schema is valid: see `refuseInvalid`.
 */
export async function readCandidate(
  deps: Dependencies,
  request: SchemaRequest,
  attachments: Attachments,
  normalize: boolean,
  work: Work,
): Promise<Candidate> {
  const text = request.schema ?? '';
  const schemaType = schemaTypeOf(deps, request);
  const pinned = await pinReferences(deps, request.references ?? []);
  const references = normalize ? sortedReferences(pinned) : pinned;
  const parsed = await parse(deps, schemaType, text, references, work);
  return {
    parsed,
    content: {
      schemaType,
      text: normalize ? await parsed.normalizedText(work) : parsed.canonicalText,
      references,
      ...attachments,
    },
  };
}

/** A stored schema, read by its format. Throws like `readCandidate`, which only a damaged store can bring about. */
export async function parseStored(
  deps: Dependencies,
  schema: StoredSchema,
  work: Work,
): Promise<ParsedSchema> {
  const known = deps.parsed.get(schema.id);
  if (known) return known;
  const parsed = await parse(unbounded(deps), schema.schemaType, schema.text, schema.references, work);
  deps.parsed.set(schema.id, parsed, schema.text.length);
  return parsed;
}

/** What, told the id under which the candidate was stored, spares `parseStored` to read it. */
export function rememberStored(deps: Dependencies, candidate: Candidate): (id: SchemaId) => void {
  const parsed = readAsStored(candidate);
  return (id) => {
    if (parsed) deps.parsed.set(id, parsed, candidate.content.text.length);
  };
}

/** What reading the candidate as it is stored would give, unless it must be read again for that. */
export function readAsStored({ parsed, content }: Candidate): ParsedSchema | undefined {
  // What is stored in normalized form has its keys in another order.
  return content.text === parsed.canonicalText ? parsed : undefined;
}

/** Throws 42201 with the reason when the candidate is not a valid schema. */
export async function refuseInvalid(
  subject: string,
  { parsed, content }: Candidate,
  work: Work,
): Promise<void> {
  const problem = await parsed.problem(work);
  if (problem !== undefined) {
    throw refusals.invalidSchema(
      `Invalid schema {subject=${subject},version=0,id=-1,schemaType=${content.schemaType}}, details: ${problem}`,
    );
  }
}

function schemaTypeOf(deps: Dependencies, request: SchemaRequest): SchemaType {
  const wanted = request.schemaType ?? 'AVRO';
  const type = schemaTypes.find((known) => known === wanted);
  if (type && deps.formats.has(type)) return type;
  const served = [...deps.formats.keys()].join(', ');
  throw refusals.invalidSchema(`Invalid schema type ${wanted}. Set schemaType to one of: ${served}`);
}

async function parse(
  deps: Dependencies,
  type: SchemaType,
  text: string,
  references: readonly SchemaReference[],
  work: Work,
): Promise<ParsedSchema> {
  const format = deps.formats.get(type);
  if (!format) throw refusals.invalidSchema(`Invalid schema type ${type}`);
  // Only a text without references means the same every time it is read, by the same format.
  const alone = references.length === 0;
  const known = alone ? deps.parsed.get(text) : undefined;
  if (known?.type === type) return known;
  const result = await format.parse(text, await resolveReferences(deps, references), work);
  if (!result.ok) throw refusals.invalidSchema(`Invalid schema of type ${type}, details: ${result.reason}`);
  if (alone) deps.parsed.set(text, result.schema, text.length);
  return result.schema;
}

/** By subject and version, each once. */
function sortedReferences(references: readonly SchemaReference[]): readonly SchemaReference[] {
  const sorted = [...references].sort(
    (a, b) =>
      compareCodeUnits(a.subject, b.subject) || a.version - b.version || compareCodeUnits(a.name, b.name),
  );
  return sorted.filter((reference, index) => !sameReference(reference, sorted[index - 1]));
}

export function sameReference(a: SchemaReference, b: SchemaReference | undefined): boolean {
  return b !== undefined && a.name === b.name && a.subject === b.subject && a.version === b.version;
}
