import type { Dependencies } from './dependencies.ts';
import { ForwardingStore } from './forwarding-store.ts';
import type { SchemaId, StoredSchema, SubjectVersion, Version } from './schema.ts';
import type { GuardScope, Store } from './store.ts';
import { type Expected, isProvisional } from './subject-line.ts';

/** The same, with one subject as it is expected to be. What is decided with them must rest on what they expect. */
export function expecting(deps: Dependencies, changing: string, expected: Expected): Dependencies {
  const { parsed } = deps;
  const pending = new Map([...expected.pending].map(([id, addition]) => [id, addition.parsed]));
  return {
    ...deps,
    store: new ExpectedStore(deps.store, changing, expected),
    wholeStore: new ExpectedStore(deps.wholeStore, changing, expected),
    parsed: {
      get: (key) => (typeof key === 'number' ? pending.get(key) : undefined) ?? parsed.get(key),
      set: (key, value, weight) => parsed.set(key, value, weight),
    },
  };
}

/** A store in which one subject's versions are as they are expected to be. */
export class ExpectedStore extends ForwardingStore {
  readonly #store: Store;
  readonly #changing: string;
  readonly #expected: Expected;

  constructor(store: Store, changing: string, expected: Expected) {
    super();
    this.#store = store;
    this.#changing = changing;
    this.#expected = expected;
  }

  protected override forward<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return call(this.#store);
  }

  override async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return isProvisional(id) ? behind(this.#expected, id) : await this.#store.schema(id);
  }

  override async versions(subject: string): Promise<readonly SubjectVersion[]> {
    return subject === this.#changing ? this.#expected.versions : await this.#store.versions(subject);
  }

  override async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return subject === this.#changing
      ? this.#expected.versions.find((each) => each.version === version)
      : await this.#store.version(subject, version);
  }

  override async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return subject === this.#changing
      ? this.#expected.versions.findLast(({ deleted }) => !deleted)
      : await this.#store.latestVersion(subject);
  }

  override async versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    const stored = await this.#store.versionsWithText(subject, text);
    if (subject !== this.#changing) return stored;
    const { versions, pending } = this.#expected;
    const known = new Set(stored.map(({ version }) => version));
    const more = versions.filter(
      ({ id, version }) => pending.get(id)?.schema.text === text && !known.has(version),
    );
    return [...more.toReversed(), ...stored];
  }

  override async revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    const revisions = await this.#store.revisions(scopes);
    return scopes.map((scope, index) =>
      scope.kind === 'subject' && scope.subject === this.#changing
        ? this.#expected.revision
        : (revisions[index] ?? 0),
    );
  }
}

/** Never undefined: what is not found is left out of comparisons. */
function behind({ pending }: Expected, id: SchemaId): StoredSchema {
  const made = pending.get(id);
  if (!made) throw new Error('A version on its way to the disk is not known');
  return made.schema;
}
