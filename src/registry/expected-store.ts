import { storedKey } from './candidate.ts';
import type { Dependencies } from './dependencies.ts';
import type { SchemaId, StoredSchema, SubjectVersion } from './schema.ts';
import type { Store } from './store.ts';
import { type Expected, isProvisional } from './subject-line.ts';

/** The same, with one subject as it is expected to be. What is decided with them must rest on what they expect. */
export function expecting(deps: Dependencies, changing: string, expected: Expected): Dependencies {
  const { parsed } = deps;
  const pending = new Map([...expected.pending].map(([id, addition]) => [storedKey(id), addition.parsed]));
  return {
    ...deps,
    store: expectedStore(deps.store, changing, expected),
    wholeStore: expectedStore(deps.wholeStore, changing, expected),
    parsed: {
      get: (key) => pending.get(key) ?? parsed.get(key),
      set: (key, value, weight) => parsed.set(key, value, weight),
    },
  };
}

/** A store in which one subject's versions are as they are expected to be. */
export function expectedStore(store: Store, changing: string, expected: Expected): Store {
  const { versions, revision, pending } = expected;
  const among = async (subject: string, stored: () => Promise<SubjectVersion | undefined>, wanted: Wanted) =>
    subject === changing ? versions.findLast(wanted) : await stored();
  return {
    schema: async (id) => (isProvisional(id) ? behind(expected, id) : await store.schema(id)),
    schemasByGuid: (guid) => store.schemasByGuid(guid),
    versions: async (subject) => (subject === changing ? versions : await store.versions(subject)),
    version: (subject, version) =>
      among(
        subject,
        () => store.version(subject, version),
        (each) => each.version === version,
      ),
    latestVersion: (subject) =>
      among(
        subject,
        () => store.latestVersion(subject),
        (each) => !each.deleted,
      ),
    versionsWithText: async (subject, text) => {
      const stored = await store.versionsWithText(subject, text);
      if (subject !== changing) return stored;
      const known = new Set(stored.map(({ version }) => version));
      const more = versions.filter(
        ({ id, version }) => pending.get(id)?.schema.text === text && !known.has(version),
      );
      return [...more.toReversed(), ...stored];
    },
    versionsOfSchema: (id) => store.versionsOfSchema(id),
    referrers: (subject, version) => store.referrers(subject, version),
    subjects: (prefix) => store.subjects(prefix),
    allVersions: (query) => store.allVersions(query),
    maxSchemaId: () => store.maxSchemaId(),
    config: (scope) => store.config(scope),
    mode: (scope) => store.mode(scope),
    subjectsWithMode: () => store.subjectsWithMode(),
    property: (name) => store.property(name),
    revisions: async (scopes) => {
      const revisions = await store.revisions(scopes);
      return scopes.map((scope, index) =>
        scope.kind === 'subject' && scope.subject === changing ? revision : (revisions[index] ?? 0),
      );
    },
    refresh: (scopes) => store.refresh(scopes),
    commit: (change) => store.commit(change),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/** Never undefined: what is not found is left out of comparisons. */
function behind({ pending }: Expected, id: SchemaId): StoredSchema {
  const made = pending.get(id);
  if (!made) throw new Error('A version on its way to the disk is not known');
  return made.schema;
}

type Wanted = (version: SubjectVersion) => boolean;
