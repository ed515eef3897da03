import type { OutboxChange } from './outbox.ts';
import type {
  Guid,
  SchemaContent,
  SchemaId,
  SchemaType,
  StoredSchema,
  SubjectVersion,
  Version,
} from './schema.ts';
import type { Config, Mode, SettingsScope } from './settings.ts';

/**
 * Where the registry keeps everything. An engine passes the contract suite in test/contract.
 * Each read sees all changes acknowledged before it began, and nothing that is not durable.
 * Every method may reject with `StoreUnavailableError`.
 */
export interface Store {
  /** The schema, as long as a version (live or deleted) holds it. */
  schema(id: SchemaId): Promise<StoredSchema | undefined>;
  /** Schemas with this content: one per schema type at most, by ascending id. */
  schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]>;
  /** All versions of one subject, ascending, deleted ones included; empty when there are none. */
  versions(subject: string): Promise<readonly SubjectVersion[]>;
  /** One version, deleted or not. */
  version(subject: string, version: Version): Promise<SubjectVersion | undefined>;
  /** The highest version that is not deleted. */
  latestVersion(subject: string): Promise<SubjectVersion | undefined>;
  /**
   * Versions of the subject, newest first, deleted ones included, whose schema has exactly this canonical
   * text (references, metadata and rule set may differ). Its cost must not grow with the subject.
   */
  versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]>;
  /** Versions of any subject that hold the schema, by subject (code units), then version. */
  versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]>;
  /** Versions, deleted ones included, whose schema refers to this version; by id, subject, version. */
  referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]>;
  /** Subjects by code units, each with whether any version is live. */
  subjects(prefix: string): Promise<readonly SubjectSummary[]>;
  /** Versions over all subjects, by subject (code units), then version. */
  allVersions(query: VersionQuery): Promise<readonly SubjectVersion[]>;
  /** The highest id given out, 0 when none was. */
  maxSchemaId(): Promise<number>;
  config(scope: SettingsScope): Promise<Config | undefined>;
  mode(scope: SettingsScope): Promise<Mode | undefined>;
  /** Subjects that have a mode of their own, by code units. */
  subjectsWithMode(): Promise<readonly string[]>;
  /** A named fact about this store itself, such as that the sample schemas were loaded. */
  property(name: string): Promise<string | undefined>;
  /** The revision of each scope: a number that grows with every change guarded by it, 0 at first. */
  revisions(scopes: readonly GuardScope[]): Promise<readonly number[]>;
  /**
   * Resolves when what is asked about these scopes from now on is no older than this call, whichever
   * instance changed it. A store that shares its database may otherwise answer from memory for a while.
   */
  refresh(scopes: readonly GuardScope[]): Promise<void>;
  /**
   * Applies a change whole, or not at all when a guard's revision is no longer current, or when the change
   * that it rests on was not committed. Changes of one caller are taken in the order of its calls.
   * Resolves once the change is durable. Changes that arrive together may share a transaction.
   */
  commit(change: Change): Promise<CommitResult>;
  /** Resolves when the store can serve reads; rejects otherwise. */
  ping(): Promise<void>;
  /** Finishes what was accepted, then releases everything. */
  close(): Promise<void>;
}

export interface SubjectSummary {
  readonly subject: string;
  readonly live: boolean;
}

export interface VersionQuery {
  readonly prefix: string;
  readonly deleted: 'exclude' | 'include' | 'only';
  /** Only the highest version (of those that `deleted` lets through) of each subject. */
  readonly latestOnly: boolean;
  readonly offset: number;
  /** Not set: no limit. */
  readonly limit?: number | undefined;
}

/**
 * What a guard can protect: settings for all, a subject with its versions and settings, or the set of
 * schemas that refer to a subject.
 */
export type GuardScope = SettingsScope | { readonly kind: 'referrers'; readonly subject: string };

/**
 * A scope as the deciding code saw it: read its revision first, then the facts. Two commits whose
 * guards overlap, at least one of them with `changes`, are never both decided on the same facts.
 */
export interface Guard {
  readonly scope: GuardScope;
  /** The revision that must still be current; `any` when the decision did not depend on the scope. */
  readonly revision: number | 'any';
  /** True when the change alters what this scope protects: its revision then grows by one. */
  readonly changes: boolean;
}

export interface Change {
  readonly guards: readonly Guard[];
  /** Applied in order. */
  readonly writes: readonly Write[];
  /** Who is to be told of them, and what became of who was to be told before; stored with them. */
  readonly outbox?: OutboxChange;
  /** Names this change for others, which may rest on it before it is durable. */
  readonly ticket?: Ticket;
  /** Names the change that this one rests on. Unless that was submitted before and is committed, this one is in conflict. */
  readonly after?: Ticket | undefined;
}

/** Names one attempt to commit a change, by its identity. */
export interface Ticket {
  /** Set by the engine alone. */
  committed: boolean;
}

export type Write =
  | {
      readonly kind: 'add-version';
      readonly subject: string;
      readonly version: Version;
      /** Stored under the id that this guid and type already have, else under a new id. */
      readonly content: SchemaContent;
      readonly guid: Guid;
      readonly timestamp: number;
    }
  | {
      readonly kind: 'mark-deleted';
      readonly subject: string;
      readonly versions: readonly Version[];
      readonly timestamp: number;
    }
  /** Removes the rows; a schema that no version holds any more goes with them. */
  | { readonly kind: 'remove-versions'; readonly subject: string; readonly versions: readonly Version[] }
  /** Undefined removes the setting. */
  | { readonly kind: 'set-config'; readonly scope: SettingsScope; readonly config: Config | undefined }
  | { readonly kind: 'set-mode'; readonly scope: SettingsScope; readonly mode: Mode | undefined }
  | { readonly kind: 'set-property'; readonly name: string; readonly value: string };

export type CommitResult =
  /** `schemaIds`: the id of each `add-version`, in order. */
  | { readonly outcome: 'committed'; readonly schemaIds: readonly SchemaId[] }
  | { readonly outcome: 'conflict' };

/** The key under which identical content shares one id. */
export interface ContentKey {
  readonly guid: Guid;
  readonly schemaType: SchemaType;
}

/** The store can't be reached or can't write now; the same call may succeed later. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
