import type { SchemaReference, Version } from '../registry/schema.ts';

interface Orderable {
  readonly subject: string;
  readonly version: Version;
  readonly references: readonly SchemaReference[];
}

/**
 * All versions, each behind those before it in its subject and behind those it refers to, else in the order
 * given; those of one subject must come ascending. Where versions refer to each other in a circle there
 * is no such order; the registry then refuses the one that comes first.
 */
export function loadingOrder<T extends Orderable>(versions: readonly T[]): readonly T[] {
  const bySubject = Map.groupBy(versions, ({ subject }) => subject);
  const ordered = new Set<T>();
  const visited = new Set<T>();
  const visit = (subject: string, upTo: number): void => {
    for (const version of bySubject.get(subject) ?? []) {
      if (version.version > upTo || visited.has(version)) continue;
      visited.add(version);
      for (const reference of version.references) visit(reference.subject, reference.version);
      ordered.add(version);
    }
  };
  for (const subject of bySubject.keys()) visit(subject, Number.POSITIVE_INFINITY);
  return [...ordered];
}
