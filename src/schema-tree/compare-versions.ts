import { type Formats, versionDifference } from './compare-version.ts';
import type { DeclaredSubject, DeclaredVersion, Problem } from './model.ts';
import type { HeldVersion } from './port.ts';
import type { HeldSubject } from './snapshot.ts';

export interface VersionsDifference {
  /** Declared and not there. */
  readonly additions: readonly DeclaredVersion[];
  /** Live and not declared, or declared as deleted. */
  readonly surplus: readonly HeldVersion[];
  readonly problems: readonly Problem[];
}

/** How a subject's versions differ from those declared. */
export function compareVersions(
  formats: Formats,
  declared: DeclaredSubject,
  held: HeldSubject,
): VersionsDifference {
  const additions: DeclaredVersion[] = [];
  const problems: Problem[] = [];
  const kept = new Set<number>();
  let next = (held.versions.at(-1)?.version ?? 0) + 1;
  for (const version of declared.versions) {
    const there = held.versions.find((other) => other.version === version.version);
    const problem = there
      ? contradiction(formats, version, there, held)
      : version.deleted
        ? undefined
        : numberProblem(version, next);
    if (problem !== undefined) problems.push({ ...version.place, reason: problem });
    if (!version.deleted) kept.add(version.version);
    // Nothing is made only to be deleted; an import has such versions too.
    if (problem !== undefined || there || version.deleted) continue;
    additions.push(version);
    next += 1;
  }
  if (additions.length > 0) problems.push(...aliasProblems(declared, held));
  const surplus = held.versions.filter(({ version, deleted }) => !deleted && !kept.has(version));
  return { additions, surplus, problems };
}

function contradiction(
  formats: Formats,
  declared: DeclaredVersion,
  there: HeldVersion,
  { settings }: HeldSubject,
): string | undefined {
  const difference = versionDifference(formats, declared, there, settings.config);
  if (difference !== undefined) {
    return `Version ${declared.version} differs from the registry's in its ${difference}, and a version never changes`;
  }
  if (!there.deleted || declared.deleted) return undefined;
  return `Version ${declared.version} is deleted in the registry: mark it with "deleted: true" or remove it here`;
}

function numberProblem({ version }: DeclaredVersion, next: number): string | undefined {
  if (version === next) return undefined;
  return version < next
    ? `Version ${version} was deleted for good, or left out: the registry goes on with ${next}`
    : `Version ${next} must come first: it is not in the registry, nor here to be registered`;
}

function aliasProblems({ settings }: DeclaredSubject, held: HeldSubject): readonly Problem[] {
  const declared = settings.config.alias;
  const alias = declared === undefined ? held.settings.config?.alias : declared;
  if (!alias) return [];
  const reason = `What is registered here goes to "${alias}", the alias, so that the subject can get no version`;
  return [{ path: settings.path, line: settings.lines.get('alias'), reason }];
}
