import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from './schema.ts';
import type { Config, Mode, SettingsScope } from './settings.ts';
import type { Change, CommitResult, GuardScope, Store, SubjectSummary, VersionQuery } from './store.ts';

/**
 * A store that stands before another: every call goes on to that one, but for those a subclass overrides. Not for
 * stores that guard something: a method added to `Store` would pass them by.
 */
export abstract class ForwardingStore implements Store {
  /** The one way to the other store. `operation` names the call. */
  protected abstract forward<T>(call: (store: Store) => Promise<T>, operation: keyof Store): Promise<T>;

  schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return this.forward((store) => store.schema(id), 'schema');
  }

  schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    return this.forward((store) => store.schemasByGuid(guid), 'schemasByGuid');
  }

  versions(subject: string): Promise<readonly SubjectVersion[]> {
    return this.forward((store) => store.versions(subject), 'versions');
  }

  version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return this.forward((store) => store.version(subject, version), 'version');
  }

  latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return this.forward((store) => store.latestVersion(subject), 'latestVersion');
  }

  versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    return this.forward((store) => store.versionsWithText(subject, text), 'versionsWithText');
  }

  versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    return this.forward((store) => store.versionsOfSchema(id), 'versionsOfSchema');
  }

  referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    return this.forward((store) => store.referrers(subject, version), 'referrers');
  }

  subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    return this.forward((store) => store.subjects(prefix), 'subjects');
  }

  allVersions(query: VersionQuery): Promise<readonly SubjectVersion[]> {
    return this.forward((store) => store.allVersions(query), 'allVersions');
  }

  maxSchemaId(): Promise<number> {
    return this.forward((store) => store.maxSchemaId(), 'maxSchemaId');
  }

  config(scope: SettingsScope): Promise<Config | undefined> {
    return this.forward((store) => store.config(scope), 'config');
  }

  mode(scope: SettingsScope): Promise<Mode | undefined> {
    return this.forward((store) => store.mode(scope), 'mode');
  }

  subjectsWithMode(): Promise<readonly string[]> {
    return this.forward((store) => store.subjectsWithMode(), 'subjectsWithMode');
  }

  property(name: string): Promise<string | undefined> {
    return this.forward((store) => store.property(name), 'property');
  }

  revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    return this.forward((store) => store.revisions(scopes), 'revisions');
  }

  refresh(scopes: readonly GuardScope[]): Promise<void> {
    return this.forward((store) => store.refresh(scopes), 'refresh');
  }

  commit(change: Change): Promise<CommitResult> {
    return this.forward((store) => store.commit(change), 'commit');
  }

  ping(): Promise<void> {
    return this.forward((store) => store.ping(), 'ping');
  }

  close(): Promise<void> {
    return this.forward((store) => store.close(), 'close');
  }
}
