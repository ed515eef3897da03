import type { SchemaType, Version } from '../registry/schema.ts';
import type { DeclaredVersion, SchemaTree } from './model.ts';
import { heldSubject, type Snapshot } from './snapshot.ts';

/** A version as far as it is compared with the next. */
export interface VersionText {
  readonly version: Version;
  readonly schemaType: SchemaType;
  readonly text: string;
}

/** Finds the live version that a declared one comes after, in the tree or the registry. */
export function versionsBefore(
  tree: SchemaTree,
  snapshot: Snapshot,
): (declared: DeclaredVersion) => VersionText | undefined {
  const subjects = new Map(tree.subjects.map(({ subject, versions }) => [subject, versions]));
  return ({ subject, version: next }) => {
    const declared = (subjects.get(subject) ?? []).filter(({ deleted }) => !deleted);
    const held = heldSubject(snapshot, subject).versions.filter(({ deleted }) => !deleted);
    const texts = held.map(({ version, schema: { schemaType, text } }) => ({ version, schemaType, text }));
    const all: VersionText[] = [...texts, ...declared];
    const before = all.filter(({ version }) => version < next);
    return before.toSorted((a, b) => a.version - b.version).at(-1);
  };
}
