import { type Candidate, parseStored } from './candidate.ts';
import type { Dependencies } from './dependencies.ts';
import type { Effort, ParsedSchema, Work } from './format.ts';
import { property, reservedFieldsOf } from './metadata.ts';
import type { SchemaContent, StoredSchema, SubjectVersion } from './schema.ts';
import type { CompatibilityLevel, CompatibilityPolicy } from './settings.ts';
import type { EffectiveConfig } from './settings-in-scope.ts';
import { storedSchema } from './stored-schema.ts';

type Direction = 'BACKWARD' | 'FORWARD';

/** Which way documents must stay readable, and whether for all earlier versions or the latest alone. */
const requirements: Record<CompatibilityLevel, { directions: readonly Direction[]; transitive: boolean }> = {
  NONE: { directions: [], transitive: false },
  BACKWARD: { directions: ['BACKWARD'], transitive: false },
  FORWARD: { directions: ['FORWARD'], transitive: false },
  FULL: { directions: ['FORWARD', 'BACKWARD'], transitive: false },
  BACKWARD_TRANSITIVE: { directions: ['BACKWARD'], transitive: true },
  FORWARD_TRANSITIVE: { directions: ['FORWARD'], transitive: true },
  FULL_TRANSITIVE: { directions: ['FORWARD', 'BACKWARD'], transitive: true },
};

const differentType = 'Incompatible because of different schema type';
const longestOldSchema = 10_240;
/** Enough for thousands of ordinary versions; what is made to be costly is refused after seconds. */
const stepsPerRequest = 5_000_000;

/**
 * Why the candidate may not follow these versions under the config; empty when it may. `versions` ascend.
 * Of a transitive level, only the messages of the newest version that breaks it.
 */
export async function incompatibilities(
  deps: Dependencies,
  config: EffectiveConfig,
  candidate: Candidate,
  versions: readonly SubjectVersion[],
  work: Work,
): Promise<readonly string[]> {
  const latest = versions.at(-1);
  const messages = config.validateFields ? await reservedFieldMessages(deps, candidate, latest, work) : [];
  messages.push(...(await comparisonMessages(deps, config, candidate, versions, work)));
  if (messages.length > 0) {
    const fields = config.validateFields ?? false;
    messages.push(`{validateFields: '${fields}', compatibility: '${config.compatibilityLevel}'}`);
  }
  return messages;
}

async function comparisonMessages(
  deps: Dependencies,
  config: EffectiveConfig,
  candidate: Candidate,
  versions: readonly SubjectVersion[],
  work: Work,
): Promise<readonly string[]> {
  const { directions, transitive } = requirements[config.compatibilityLevel];
  if (directions.length === 0) return [];
  const policy = config.compatibilityPolicy ?? 'STRICT';
  const effort = { stepsLeft: stepsPerRequest };
  for (const version of versions.toReversed()) {
    work.signal?.throwIfAborted();
    const schema = await storedSchema(deps, version.id);
    if (!schema || !sameGroup(config.compatibilityGroup, candidate.content, schema)) continue;
    const old = { version, schema, parsed: await parseStored(deps, schema, work) };
    const messages = await compareWith(old, candidate.parsed, directions, { policy, effort }, work);
    if (messages.length > 0 || !transitive) return messages;
    await deps.pause();
  }
  return [];
}

interface OldVersion {
  readonly version: SubjectVersion;
  readonly schema: StoredSchema;
  readonly parsed: ParsedSchema;
}

async function compareWith(
  old: OldVersion,
  candidate: ParsedSchema,
  directions: readonly Direction[],
  options: { readonly policy: CompatibilityPolicy; readonly effort: Effort },
  work: Work,
): Promise<readonly string[]> {
  if (old.parsed.type !== candidate.type) return [differentType];
  const all: string[] = [];
  for (const direction of directions) {
    const [reader, writer] = direction === 'BACKWARD' ? [candidate, old.parsed] : [old.parsed, candidate];
    const messages = await reader.incompatibilities(writer, { ...options, direction }, work);
    for (const message of messages) all.push(message);
    // With both directions the old schema is told once, by the second one.
    if (messages.length > 0 && direction === directions.at(-1)) all.push(...oldSchemaTrailer(old));
  }
  return all;
}

function oldSchemaTrailer({ version, schema }: OldVersion): readonly string[] {
  const text =
    schema.text.length <= longestOldSchema
      ? `'${schema.text}'`
      : `<truncated> '${schema.text.slice(0, longestOldSchema)}...'`;
  return [`{oldSchemaVersion: ${version.version}}`, `{oldSchema: ${text}}`];
}

/** With a compatibility group, only versions with the same value of that metadata property are compared. */
function sameGroup(group: string | undefined, a: SchemaContent, b: SchemaContent): boolean {
  return group === undefined || property(a.metadata, group) === property(b.metadata, group);
}

async function reservedFieldMessages(
  deps: Dependencies,
  { content, parsed }: Candidate,
  latest: SubjectVersion | undefined,
  work: Work,
): Promise<string[]> {
  const old = latest && (await storedSchema(deps, latest.id));
  const reserved = reservedFieldsOf(content.metadata);
  const kept = new Set(reserved);
  const removed = reservedFieldsOf(old?.metadata).filter((field) => !kept.has(field));
  return [
    ...removed.map(
      (field) =>
        `The new schema has reserved field ${field} removed from its metadata which is present in the old schema's metadata.`,
    ),
    ...(await parsed.fieldsAmong(reserved, work)).map(
      (field) => `The new schema has field that conflicts with the reserved field ${field}.`,
    ),
  ];
}
