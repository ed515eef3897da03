import { changeUnderGuard, type Outcome, takeGuards } from './change-under-guard.ts';
import type { Dependencies } from './dependencies.ts';
import { refusals } from './refusals.ts';
import type { SubjectVersion, Version } from './schema.ts';
import { globalScope, subjectScope } from './settings.ts';
import { refuseReadOnly } from './settings-in-scope.ts';
import type { Guard, Write } from './store.ts';
import { resolveSubject } from './subject-alias.ts';

export interface DeleteOptions {
  /** Removes for good what was deleted before. */
  readonly permanent: boolean;
}

/**
 * Deletes all versions of a subject and answers which they were. Its settings stay until the deletion is
 * permanent. Throws 40401, 40404, 40405, 42205 (read-only) or 42206 (another subject refers to it).
 */
export async function deleteSubject(
  deps: Dependencies,
  subjectName: string,
  options: DeleteOptions,
): Promise<readonly Version[]> {
  const subject = await resolveSubject(deps, subjectName);
  const deleted = await deps.writers.run(subject, () =>
    changeUnderGuard(deps.store, async (): Promise<Outcome<readonly SubjectVersion[]>> => {
      const guards = await guardsForDeletion(deps, subject);
      const all = await deps.store.versions(subject);
      if (all.length === 0) throw refusals.subjectNotFound(subject);
      await refuseReadOnly(deps, subjectScope(subject));
      const live = all.filter(({ deleted }) => !deleted);
      if (!options.permanent && live.length === 0) throw refusals.subjectSoftDeleted(subject);
      const affected = options.permanent ? all : live;
      for (const version of affected) {
        const elsewhere = (referrer: SubjectVersion): boolean => referrer.subject !== subject;
        await refuseReferred(deps, version, options, elsewhere);
      }
      if (options.permanent && live.length > 0) throw refusals.subjectNotSoftDeleted(subject);
      const versions = affected.map(({ version }) => version);
      const writes = options.permanent
        ? removal(subject, versions, true)
        : [markDeleted(deps, subject, versions)];
      return { kind: 'change', guards, writes, answer: () => affected };
    }),
  );
  deps.holdersChanged(deleted.map(({ id }) => id));
  return deleted.map(({ version }) => version);
}

/** What a deletion is decided on: the subject, its mode's scope, and who refers to it. */
export async function guardsForDeletion(deps: Dependencies, subject: string): Promise<readonly Guard[]> {
  return await takeGuards(deps.store, [
    { scope: globalScope, changes: false },
    { scope: subjectScope(subject), changes: true },
    { scope: { kind: 'referrers', subject }, changes: false },
  ]);
}

/** Throws 42206 when a schema refers to the version; a permanent deletion minds deleted referrers too. */
export async function refuseReferred(
  deps: Dependencies,
  target: SubjectVersion,
  options: DeleteOptions,
  counts: (referrer: SubjectVersion) => boolean,
): Promise<void> {
  const referrers = await deps.wholeStore.referrers(target.subject, target.version);
  if (referrers.some((referrer) => (options.permanent || !referrer.deleted) && counts(referrer))) {
    throw refusals.referenceExists(target);
  }
}

/** Hides the versions; they can still be read by id. */
export function markDeleted(deps: Dependencies, subject: string, versions: readonly Version[]): Write {
  return { kind: 'mark-deleted', subject, versions, timestamp: deps.now() };
}

/** With the last version of a subject, its settings go. */
export function removal(subject: string, versions: readonly Version[], last: boolean): readonly Write[] {
  const scope = subjectScope(subject);
  const remove: Write = { kind: 'remove-versions', subject, versions };
  if (!last) return [remove];
  return [
    remove,
    { kind: 'set-config', scope, config: undefined },
    { kind: 'set-mode', scope, mode: undefined },
  ];
}
