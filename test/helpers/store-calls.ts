import { globalScope } from '../../src/registry/settings.ts';
import type { Store } from '../../src/registry/store.ts';

type Calls = { readonly [Name in keyof Store]: Parameters<Store[Name]> };

/** Every call of a store with something to ask for, so that a new one of the interface is forgotten nowhere. */
const calls: Calls = {
  schema: [1 as never],
  schemasByGuid: ['guid' as never],
  versions: ['s'],
  version: ['s', 1 as never],
  latestVersion: ['s'],
  versionsWithText: ['s', 'text'],
  versionsOfSchema: [1 as never],
  referrers: ['s', 1 as never],
  subjects: [''],
  allVersions: [{ prefix: '', deleted: 'include', latestOnly: false, offset: 0 }],
  maxSchemaId: [],
  config: [globalScope],
  mode: [globalScope],
  subjectsWithMode: [],
  property: ['name'],
  revisions: [[]],
  refresh: [[]],
  commit: [{ guards: [], writes: [] }],
  ping: [],
  close: [],
};

export const storeCalls = Object.entries(calls) as readonly [keyof Store, readonly unknown[]][];

/** Asks a store one of its calls by name. */
export function callStore(store: Store, name: keyof Store, values: readonly unknown[]): Promise<unknown> {
  const call = store[name] as (...values: readonly unknown[]) => Promise<unknown>;
  return call.apply(store, [...values]);
}

/** A store that answers each call with its name, and what it was asked. */
export function echoingStore(): {
  readonly store: Store;
  readonly asked: [keyof Store, readonly unknown[]][];
} {
  const asked: [keyof Store, readonly unknown[]][] = [];
  const methods = storeCalls.map(([name]) => {
    const answer = async (...values: readonly unknown[]) => {
      asked.push([name, values]);
      return name;
    };
    return [name, answer] as const;
  });
  return { store: Object.fromEntries(methods) as unknown as Store, asked };
}
