import { type Candidate, parseStored } from './candidate.ts';
import type { Dependencies } from './dependencies.ts';
import type { Effort, ParsedSchema } from './format.ts';
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
): Promise<readonly string[]> {
  const messages = config.validateFields ? await reservedFieldMessages(deps, candidate, versions.at(-1)) : [];
  messages.push(...(await comparisonMessages(deps, config, candidate, versions)));
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
): Promise<readonly string[]> {
  const { directions, transitive } = requirements[config.compatibilityLevel];
  if (directions.length === 0) return [];
  const policy = config.compatibilityPolicy ?? 'STRICT';
  const effort = { stepsLeft: stepsPerRequest };
  for (const version of versions.toReversed()) {
    const schema = await storedSchema(deps, version.id);
    if (!schema || !sameGroup(config.compatibilityGroup, candidate.content, schema)) continue;
    const old = { version, schema, parsed: await parseStored(deps, schema) };
    const messages = compareWith(old, candidate.parsed, directions, { policy, effort });
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

function compareWith(
  old: OldVersion,
  candidate: ParsedSchema,
  directions: readonly Direction[],
  options: { readonly policy: CompatibilityPolicy; readonly effort: Effort },
): readonly string[] {
  if (old.parsed.type !== candidate.type) return [differentType];
  return directions.flatMap((direction) => {
    const [reader, writer] = direction === 'BACKWARD' ? [candidate, old.parsed] : [old.parsed, candidate];
    const messages = reader.incompatibilities(writer, { ...options, direction });
    // With both directions the old schema is told once, by the second one.
    const tellOld = messages.length > 0 && direction === directions.at(-1);
    return tellOld ? [...messages, ...oldSchemaTrailer(old)] : messages;
  });
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
): Promise<string[]> {
  const old = latest && (await storedSchema(deps, latest.id));
  const reserved = reservedFieldsOf(content.metadata);
  const kept = new Set(reserved);
  const present = new Set(parsed.fieldNames());
  const removed = reservedFieldsOf(old?.metadata).filter((field) => !kept.has(field));
  return [
    ...removed.map(
      (field) =>
        `The new schema has reserved field ${field} removed from its metadata which is present in the old schema's metadata.`,
    ),
    ...reserved
      .filter((field) => present.has(field))
      .map((field) => `The new schema has field that conflicts with the reserved field ${field}.`),
  ];
}
