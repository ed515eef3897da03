import { changeUnderGuard, type Outcome } from './change-under-guard.ts';
import {
  type DeleteOptions,
  guardsForDeletion,
  markDeleted,
  refuseReferred,
  removal,
} from './delete-subject.ts';
import type { Dependencies } from './dependencies.ts';
import { refusals } from './refusals.ts';
import type { SubjectVersion, Version } from './schema.ts';
import { subjectScope } from './settings.ts';
import { refuseReadOnly } from './settings-in-scope.ts';
import { resolveSubject } from './subject-alias.ts';

/**
 * Deletes one version and answers its number. Throws 40401, 40402, 40406, 40407, 42205 (read-only) or 42206
 * (a schema refers to it).
 */
export async function deleteVersion(
  deps: Dependencies,
  subjectName: string,
  wanted: Version | 'latest',
  options: DeleteOptions,
): Promise<Version> {
  const subject = await resolveSubject(deps, subjectName);
  const deleted = await deps.writers.run(subject, () =>
    changeUnderGuard(deps.store, async (): Promise<Outcome<SubjectVersion>> => {
      const guards = await guardsForDeletion(deps, subject);
      const versions = await deps.store.versions(subject);
      const target = findTarget(subject, versions, wanted);
      const { version } = target;
      if (!options.permanent && target.deleted) throw refusals.versionSoftDeleted(subject, version);
      await refuseReadOnly(deps, subjectScope(subject));
      await refuseReferred(deps, target, options, () => true);
      if (options.permanent && !target.deleted) throw refusals.versionNotSoftDeleted(subject, version);
      const writes = options.permanent
        ? removal(subject, [version], versions.length === 1)
        : [markDeleted(deps, subject, [version])];
      return { kind: 'change', guards, writes, answer: () => target };
    }),
  );
  deps.holdersChanged([deleted.id]);
  return deleted.version;
}

function findTarget(
  subject: string,
  versions: readonly SubjectVersion[],
  wanted: Version | 'latest',
): SubjectVersion {
  if (versions.length === 0) throw refusals.subjectNotFound(subject);
  const target =
    wanted === 'latest'
      ? versions.findLast(({ deleted }) => !deleted)
      : versions.find(({ version }) => version === wanted);
  if (!target) throw refusals.versionNotFound(wanted === 'latest' ? -1 : wanted);
  return target;
}
