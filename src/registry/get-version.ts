import type { Dependencies } from './dependencies.ts';
import type { VersionedSchema } from './find-existing.ts';
import { property } from './metadata.ts';
import { refusals } from './refusals.ts';
import type { SubjectVersion, Version } from './schema.ts';
import { storedSchema } from './stored-schema.ts';
import { resolveSubject } from './subject-alias.ts';

/**
 * One version of a subject with its schema. `latest` is never a deleted one. Throws 40401 when the subject
 * has no version that may be seen, 40402 when it has others.
 */
export async function getVersion(
  deps: Dependencies,
  subjectName: string,
  wanted: Version | 'latest',
  options: { readonly deleted: boolean },
): Promise<VersionedSchema> {
  const subject = await resolveSubject(deps, subjectName);
  const found =
    wanted === 'latest' ? await deps.store.latestVersion(subject) : await deps.store.version(subject, wanted);
  if (!found || (found.deleted && !options.deleted)) {
    await refuseUnknownSubject(deps, subject, options.deleted);
    throw refusals.versionNotFound(wanted === 'latest' ? -1 : wanted);
  }
  return await withSchema(deps, found);
}

/** All versions of a subject that may be seen, ascending. Throws 40401 when there is none. */
export async function listVersions(
  deps: Dependencies,
  subjectName: string,
  deleted: 'exclude' | 'include' | 'only',
): Promise<readonly SubjectVersion[]> {
  const subject = await resolveSubject(deps, subjectName);
  const versions = await deps.store.versions(subject);
  const seen = versions.filter(
    (version) => deleted === 'include' || version.deleted === (deleted === 'only'),
  );
  if (seen.length === 0) throw refusals.subjectNotFound(subject);
  return seen;
}

/** The newest version whose metadata has all these properties. Throws 40401 or 40403. */
export async function getLatestWithMetadata(
  deps: Dependencies,
  subjectName: string,
  properties: readonly (readonly [name: string, value: string])[],
  options: { readonly deleted: boolean },
): Promise<VersionedSchema> {
  const subject = await resolveSubject(deps, subjectName);
  const versions = await listVersions(deps, subject, options.deleted ? 'include' : 'exclude');
  for (const version of versions.toReversed()) {
    const found = await withSchema(deps, version);
    const { metadata } = found.schema;
    if (metadata && properties.every(([name, value]) => property(metadata, name) === value)) return found;
  }
  throw refusals.schemaNotFound();
}

/** Ids of the schemas that refer to this version, ascending. Throws 40401 or 40402. */
export async function getReferrers(
  deps: Dependencies,
  subjectName: string,
  wanted: Version | 'latest',
  options: { readonly deleted: boolean },
): Promise<readonly number[]> {
  const target = await getVersion(deps, subjectName, wanted, { deleted: true });
  const referrers = await deps.store.referrers(target.subject, target.version);
  const ids = referrers.filter(({ deleted }) => options.deleted || !deleted).map(({ id }) => id);
  return [...new Set(ids)].sort((a, b) => a - b);
}

/** @throws 40402 when the version went meanwhile, and its schema with it */
export async function withSchema(deps: Dependencies, version: SubjectVersion): Promise<VersionedSchema> {
  const schema = await storedSchema(deps, version.id);
  if (!schema) throw refusals.versionNotFound(version.version);
  return { ...version, schema };
}

async function refuseUnknownSubject(deps: Dependencies, subject: string, deleted: boolean): Promise<void> {
  const versions = await deps.store.versions(subject);
  if (!versions.some((version) => deleted || !version.deleted)) throw refusals.subjectNotFound(subject);
}
