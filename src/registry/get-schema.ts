import { refuseDamaged } from './damage.ts';
import type { Dependencies } from './dependencies.ts';
import type { VersionedSchema } from './find-existing.ts';
import { refusals } from './refusals.ts';
import type { Guid, SchemaId, StoredSchema, SubjectVersion } from './schema.ts';
import { resolveSubject } from './subject-alias.ts';

/** The schema of this id, also when only deleted versions hold it. Throws 40403. */
export async function getSchemaById(deps: Dependencies, id: SchemaId): Promise<StoredSchema> {
  const schema = await deps.store.schema(id);
  if (!schema) throw refusals.schemaIdNotFound(id);
  refuseDamaged(schema);
  return schema;
}

/** The schema of this id and a version that holds it: one of `subject` if there is one. Throws 40403. */
export async function getVersionedSchemaById(
  deps: Dependencies,
  id: SchemaId,
  subject: string | undefined,
): Promise<VersionedSchema> {
  const schema = await getSchemaById(deps, id);
  const holders = await deps.store.versionsOfSchema(id);
  const wanted = subject === undefined ? undefined : await resolveSubject(deps, subject);
  const holder = holders.findLast((version) => version.subject === wanted) ?? holders[0];
  if (!holder) throw refusals.schemaIdNotFound(id);
  return { ...holder, schema };
}

/** The schema of this guid; with equal text in several languages, the one registered before the others. Throws 40403. */
export async function getSchemaByGuid(deps: Dependencies, guid: string): Promise<StoredSchema> {
  const [schema] = await deps.store.schemasByGuid(guid.toLowerCase() as Guid);
  if (!schema) throw refusals.schemaIdNotFound(guid);
  refuseDamaged(schema);
  return schema;
}

/** The ids that content with this guid has. Throws 40403 when there is none. */
export async function getIdsOfGuid(deps: Dependencies, guid: string): Promise<readonly SchemaId[]> {
  const schemas = await deps.store.schemasByGuid(guid.toLowerCase() as Guid);
  if (schemas.length === 0) throw refusals.schemaIdNotFound(guid);
  return schemas.map(({ id }) => id);
}

export interface HolderFilter {
  readonly subject: string | undefined;
  readonly deleted: boolean;
}

/** One version a subject, its highest, that holds the schema, by subject. Throws 40403 for an unknown id. */
export async function getHoldersOfSchema(
  deps: Dependencies,
  id: SchemaId,
  filter: HolderFilter,
): Promise<readonly SubjectVersion[]> {
  const holders = await deps.store.versionsOfSchema(id);
  if (holders.length === 0) throw refusals.schemaNotFound();
  const wanted = filter.subject === undefined ? undefined : await resolveSubject(deps, filter.subject);
  const last = new Map<string, SubjectVersion>();
  for (const version of holders) {
    if (version.deleted && !filter.deleted) continue;
    if (wanted === undefined || version.subject === wanted) last.set(version.subject, version);
  }
  return [...last.values()];
}
