import { type Store, StoreUnavailableError } from '../../registry/store.ts';

/**
 * A store that can be handed out before it is open. Until then, and when opening failed, each call
 * rejects with `StoreUnavailableError`.
 */
export class DeferredStore implements Store {
  #store: Store | undefined;

  /** From now on calls go to this store. */
  use(store: Store): void {
    this.#store = store;
  }

  /** The store that it stands for; undefined while it stands for none. */
  get current(): Store | undefined {
    return this.#store;
  }

  schema: Store['schema'] = (id) => this.#call((store) => store.schema(id));
  schemasByGuid: Store['schemasByGuid'] = (guid) => this.#call((store) => store.schemasByGuid(guid));
  versions: Store['versions'] = (subject) => this.#call((store) => store.versions(subject));
  version: Store['version'] = (subject, version) => this.#call((store) => store.version(subject, version));
  latestVersion: Store['latestVersion'] = (subject) => this.#call((store) => store.latestVersion(subject));
  versionsWithText: Store['versionsWithText'] = (subject, text) =>
    this.#call((store) => store.versionsWithText(subject, text));
  versionsOfSchema: Store['versionsOfSchema'] = (id) => this.#call((store) => store.versionsOfSchema(id));
  referrers: Store['referrers'] = (subject, version) =>
    this.#call((store) => store.referrers(subject, version));
  subjects: Store['subjects'] = (prefix) => this.#call((store) => store.subjects(prefix));
  allVersions: Store['allVersions'] = (query) => this.#call((store) => store.allVersions(query));
  maxSchemaId: Store['maxSchemaId'] = () => this.#call((store) => store.maxSchemaId());
  config: Store['config'] = (scope) => this.#call((store) => store.config(scope));
  mode: Store['mode'] = (scope) => this.#call((store) => store.mode(scope));
  subjectsWithMode: Store['subjectsWithMode'] = () => this.#call((store) => store.subjectsWithMode());
  property: Store['property'] = (name) => this.#call((store) => store.property(name));
  revisions: Store['revisions'] = (scopes) => this.#call((store) => store.revisions(scopes));
  refresh: Store['refresh'] = (scopes) => this.#call((store) => store.refresh(scopes));
  /** Lets somebody see, and add to, each change on its way; whoever comes last sees it first. */
  wrapCommits(wrap: (commit: Store['commit']) => Store['commit']): void {
    this.commit = wrap(this.commit);
  }

  commit: Store['commit'] = (change) => this.#call((store) => store.commit(change));
  ping: Store['ping'] = () => this.#call((store) => store.ping());

  async close(): Promise<void> {
    await this.#store?.close();
  }

  #call<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return this.#store === undefined
      ? Promise.reject(new StoreUnavailableError('The store is not open'))
      : call(this.#store);
  }
}
