import type { DumpableStore } from '../../registry/dump.ts';
import type { SchemaId } from '../../registry/schema.ts';
import type { SettingsScope } from '../../registry/settings.ts';
import type { GuardScope, Store } from '../../registry/store.ts';
import type { ScopeFacts } from '../common/scope-facts.ts';

/** A store that others change too, and whose answers can be remembered as long as it tells of changes. */
export interface CacheableStore extends Store, DumpableStore {
  /** The name under which it tells of its own changes. */
  readonly origin: string;
  /** The facts of each scope, in order, from one statement. */
  scopeFacts(scopes: readonly SettingsScope[]): Promise<readonly ScopeFacts[]>;
}

/** What somebody changed. */
export interface Notice {
  readonly scopes: readonly GuardScope[];
  readonly schemaIds: readonly SchemaId[];
  readonly origin: string;
}

/** The scope in whose name the facts about a guard's scope are kept: referrers share their subject's. */
export function factsScope(scope: GuardScope): SettingsScope {
  return scope.kind === 'global' ? scope : { kind: 'subject', subject: scope.subject };
}
