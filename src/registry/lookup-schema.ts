import {
  type Attachments,
  attachmentsOf,
  isEmpty,
  readCandidate,
  refuseInvalid,
  type SchemaRequest,
} from './candidate.ts';
import type { Dependencies } from './dependencies.ts';
import { findExisting, type VersionedSchema } from './find-existing.ts';
import { guidOf } from './identity.ts';
import { inheritAttachments } from './inherit.ts';
import { refusals } from './refusals.ts';
import { configInScope } from './settings-in-scope.ts';
import { storedSchema } from './stored-schema.ts';
import { resolveSubject } from './subject-alias.ts';

export interface LookupOptions {
  readonly normalize: boolean;
  readonly deleted: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/**
 * The version of the subject that holds this schema. Throws 40401 when the subject has no version, 40403
 * when none holds the schema, 42201 when the schema is not valid.
 */
export async function lookupSchema(
  deps: Dependencies,
  subjectName: string,
  request: SchemaRequest,
  options: LookupOptions,
): Promise<VersionedSchema> {
  const subject = await resolveSubject(deps, subjectName);
  const found = isEmpty(request) ? undefined : await find(deps, subject, request, options);
  if (found) return found;
  const versions = await deps.store.versions(subject);
  const known = versions.some(({ deleted }) => options.deleted || !deleted);
  throw known ? refusals.schemaNotFound() : refusals.subjectNotFound(subject);
}

async function find(
  deps: Dependencies,
  subject: string,
  request: SchemaRequest,
  options: LookupOptions,
): Promise<VersionedSchema | undefined> {
  const work = { kind: 'lookup', signal: options.signal } as const;
  const config = await configInScope(deps, subject);
  const normalize = options.normalize || config.normalize === true;
  const own: Attachments = attachmentsOf(request);
  const candidate = await readCandidate(deps, request, own, normalize, work);
  const search = { deleted: options.deleted, latestOnly: false };
  const found = await findExisting(deps, subject, candidate.content, search);
  if (found) return found;
  await refuseInvalid(subject, candidate, work);
  const latest = await deps.store.latestVersion(subject);
  if (!latest) return undefined;
  const latestSchema = await storedSchema(deps, latest.id);
  const inherited = { ...candidate.content, ...inheritAttachments(config, own, latestSchema) };
  if (guidOf(inherited) === guidOf(candidate.content)) return undefined;
  return await findExisting(deps, subject, inherited, search);
}
