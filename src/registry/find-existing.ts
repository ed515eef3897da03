import { sameReference } from './candidate.ts';
import type { Dependencies } from './dependencies.ts';
import { guidOf, isTextAlone } from './identity.ts';
import { withoutVersionProperty } from './metadata.ts';
import type { SchemaContent, SchemaReference, StoredSchema, SubjectVersion } from './schema.ts';
import { storedSchema } from './stored-schema.ts';

/** A version together with its schema. */
export interface VersionedSchema extends SubjectVersion {
  readonly schema: StoredSchema;
}

export interface FindOptions {
  readonly deleted: boolean;
  /** Look no further than the latest version. */
  readonly latestOnly: boolean;
}

/**
 * The version of the subject that holds this content already: one with the very same content, else the
 * newest that differs only in what a look-up ignores. That is the metadata's own version mark, and
 * references that the given content has resolved into its text.
 */
export async function findExisting(
  deps: Dependencies,
  subject: string,
  content: SchemaContent,
  options: FindOptions,
): Promise<VersionedSchema | undefined> {
  const sameText = await deps.store.versionsWithText(subject, content.text);
  if (sameText.length === 0) return undefined;
  const latest = options.latestOnly ? await deps.store.latestVersion(subject) : undefined;
  let similar: VersionedSchema | undefined;
  for (const version of sameText) {
    if (version.deleted && !options.deleted) continue;
    if (options.latestOnly && version.version !== latest?.version) continue;
    const schema = await storedSchema(deps, version.id);
    if (schema?.schemaType !== content.schemaType) continue;
    if (isSame(content, schema)) return { ...version, schema };
    if (similar === undefined && equalForLookup(content, schema)) similar = { ...version, schema };
  }
  return similar;
}

/** Whether content of the same text is the same. The guid tells, but mostly there is nothing else to compare. */
function isSame(content: SchemaContent, stored: StoredSchema): boolean {
  return (isTextAlone(content) && isTextAlone(stored)) || guidOf(content) === stored.guid;
}

function equalForLookup(content: SchemaContent, stored: StoredSchema): boolean {
  const references = content.references.length === 0 ? [] : stored.references;
  if (!sameReferences(content.references, references)) return false;
  return comparable(content) === comparable(stored);
}

function comparable(content: SchemaContent): string {
  return guidOf({ ...content, references: [], metadata: withoutVersionProperty(content.metadata) });
}

function sameReferences(a: readonly SchemaReference[], b: readonly SchemaReference[]): boolean {
  return a.length === b.length && a.every((reference, index) => sameReference(reference, b[index]));
}
