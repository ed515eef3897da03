import type { SubjectFolder, VersionFile } from './read-tree.ts';

/** One version and the folder it lies in. */
export interface Step {
  readonly folder: SubjectFolder;
  readonly file: VersionFile;
}

/**
 * All versions, each behind the one before it in its subject and behind those it refers to, else in the
 * order given. Where versions refer to each other in a circle there is no such order; the registry then
 * refuses the one that comes first.
 */
export function loadingOrder(folders: readonly SubjectFolder[]): readonly Step[] {
  const bySubject = new Map(folders.map((folder) => [folder.subject, folder]));
  const ordered: Step[] = [];
  const visited = new Set<VersionFile>();
  const visit = (folder: SubjectFolder, upTo: number): void => {
    for (const file of folder.versions) {
      if (file.version > upTo || visited.has(file)) continue;
      visited.add(file);
      for (const { subject, version } of file.references) {
        const referred = bySubject.get(subject);
        if (referred) visit(referred, version);
      }
      ordered.push({ folder, file });
    }
  };
  for (const folder of folders) visit(folder, Number.POSITIVE_INFINITY);
  return ordered;
}
