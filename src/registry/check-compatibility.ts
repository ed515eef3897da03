import { attachmentsOf, isEmpty, readCandidate, refuseInvalid, type SchemaRequest } from './candidate.ts';
import { incompatibilities } from './compatibility.ts';
import type { Dependencies } from './dependencies.ts';
import { RegistryError } from './errors.ts';
import { refusals } from './refusals.ts';
import type { SubjectVersion, Version } from './schema.ts';
import { configInScope } from './settings-in-scope.ts';
import { resolveSubject } from './subject-alias.ts';

export interface CompatibilityCheck {
  readonly compatible: boolean;
  readonly messages: readonly string[];
}

export interface CheckOptions {
  readonly normalize: boolean;
  /** A schema that is not valid is then an answer instead of a refusal. */
  readonly verbose: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/**
 * Whether the schema could be registered now. `against` one version compares with that alone; without it,
 * with what registration would compare with. Throws 40402 for a version that is not there, 42201 for a
 * schema that is not valid.
 */
export async function checkCompatibility(
  deps: Dependencies,
  subjectName: string,
  request: SchemaRequest,
  against: Version | 'latest' | 'as registration',
  options: CheckOptions,
): Promise<CompatibilityCheck> {
  const work = { kind: 'check', signal: options.signal } as const;
  const subject = await resolveSubject(deps, subjectName);
  try {
    const versions = await versionsToCompare(deps, subject, against);
    if (isEmpty(request)) throw refusals.invalidSchema('Empty schema');
    const config = await configInScope(deps, subject);
    const normalize = options.normalize || config.normalize === true;
    const candidate = await readCandidate(deps, request, attachmentsOf(request), normalize, work);
    await refuseInvalid(subject, candidate, work);
    const messages = await incompatibilities(deps, config, candidate, versions, work);
    return { compatible: messages.length === 0, messages };
  } catch (error) {
    if (options.verbose && error instanceof RegistryError && error.kind === 'invalidSchema') {
      return { compatible: false, messages: [error.message] };
    }
    throw error;
  }
}

async function versionsToCompare(
  deps: Dependencies,
  subject: string,
  against: Version | 'latest' | 'as registration',
): Promise<readonly SubjectVersion[]> {
  if (against === 'as registration') {
    return (await deps.store.versions(subject)).filter(({ deleted }) => !deleted);
  }
  if (against === 'latest') {
    const latest = await deps.store.latestVersion(subject);
    return latest ? [latest] : [];
  }
  const version = await deps.store.version(subject, against);
  if (!version || version.deleted) throw refusals.versionNotFound(against);
  return [version];
}
