import type { SchemaId } from '../../registry/schema.ts';
import type { GuardScope } from '../../registry/store.ts';
import { contentName } from './change-needs.ts';
import type { Effect } from './effect.ts';
import { contentKeyOf } from './effect.ts';
import type { Facts } from './facts.ts';
import { scopeName } from './scope-key.ts';
import type { Query, Statement } from './statement.ts';
import { bind } from './statement.ts';

/** What a committed transaction altered, for whoever remembers what was stored before. */
export interface ChangeNotice {
  /** Scopes whose revision, settings or versions changed. */
  readonly scopes: readonly GuardScope[];
  /** Schemas that were there before, and which other versions hold now, or none. */
  readonly schemaIds: readonly SchemaId[];
  /** The store that made the change, as it named itself. */
  readonly origin: string;
}

/** The channel of PostgreSQL's NOTIFY. */
export const channel = 'schemagate_changes';

const notify: Statement = {
  name: 'notify',
  text: 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload',
};

/** PostgreSQL takes less than 8000 bytes in one notification. */
const maxBytes = 7900;

/** Tells the other replicas of the effect once the transaction is committed. */
export function noticeQueries(effect: Effect, facts: Facts, origin: string): readonly Query[] {
  const scopes = new Map<string, GuardScope>();
  const ids = new Set<SchemaId>();
  const touch = (scope: GuardScope) => scopes.set(scopeName(scope), scope);
  for (const { scope } of effect.growth.values()) touch(scope);
  for (const { scope } of [...effect.configs.values(), ...effect.modes.values()]) touch(scope);
  for (const [name, { subject, state }] of effect.versions) {
    touch({ kind: 'subject', subject });
    const before = facts.versions.get(name)?.schemaId;
    if (before !== undefined) ids.add(before);
    const after =
      state.kind === 'added' ? facts.schemaIds.get(contentName(contentKeyOf(state.write))) : undefined;
    if (after !== undefined) ids.add(after);
  }
  const items = [...[...scopes.values()].map((scope) => ({ scope })), ...[...ids].map((id) => ({ id }))];
  return items.length > 0 ? [bind(notify, channel, payloadsOf(items, origin))] : [];
}

/** Tells the other replicas that nothing may be as it was. */
export function globalNotice(origin: string): Query {
  return bind(notify, channel, payloadsOf([{ scope: { kind: 'global' } }], origin));
}

type Item = { readonly scope: GuardScope } | { readonly id: SchemaId };

/** As few payloads as hold the items. */
function payloadsOf(items: readonly Item[], origin: string): string[] {
  const payloads: string[] = [];
  let parts: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const part = JSON.stringify('scope' in item ? item.scope : item.id);
    const size = Buffer.byteLength(part) + 1;
    if (bytes + size > maxBytes - Buffer.byteLength(origin) - 32) flush();
    parts.push(part);
    bytes += size;
  }
  flush();
  return payloads;

  function flush(): void {
    if (parts.length > 0) payloads.push(`{"origin":${JSON.stringify(origin)},"items":[${parts.join(',')}]}`);
    parts = [];
    bytes = 0;
  }
}

/** The notice in a payload that `noticeQueries` made. */
export function noticeOf(payload: string): ChangeNotice {
  const { origin, items } = JSON.parse(payload) as {
    readonly origin: string;
    readonly items: readonly (GuardScope | SchemaId)[];
  };
  return {
    origin,
    scopes: items.filter((item) => typeof item === 'object'),
    schemaIds: items.filter((item) => typeof item === 'number'),
  };
}
