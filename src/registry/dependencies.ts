import type { ParsedSchema, SchemaFormat } from './format.ts';
import type { SchemaId, SchemaType } from './schema.ts';
import type { CompatibilityLevel } from './settings.ts';
import type { Store } from './store.ts';
import type { SubjectWriters } from './subject-writers.ts';

/** What the use cases work with; made once, by whoever wires the registry to an engine and formats. */
export interface Dependencies {
  /** The store as whoever asks may know it: subjects hidden from them are not there. What clients name is looked up here. */
  readonly store: Store;
  /** The whole of the same store: for facts that decisions rest on whoever asks, never for answers. */
  readonly wholeStore: Store;
  readonly formats: ReadonlyMap<SchemaType, SchemaFormat>;
  /** Schemas read before, by their text or by the id under which they are stored; a miss only costs time. */
  readonly parsed: Cache<ParsedSchema>;
  /** Orders the writers of a subject within this process. */
  readonly writers: SubjectWriters;
  /** Told after each change of the versions that hold these schemas, so that answers kept ready can go. */
  readonly holdersChanged: (ids: readonly SchemaId[]) => void;
  readonly defaultLevel: CompatibilityLevel;
  /** Lets other requests have a turn, amid work that may take long. */
  readonly pause: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The same for what the registry does on its own account, with what was found for whoever asks. */
export function unbounded(deps: Dependencies): Dependencies {
  return { ...deps, store: deps.wholeStore };
}

/** A bounded memory; `weight` is what a value counts against the bound, in characters of schema text. */
export interface Cache<V> {
  get(key: string | SchemaId): V | undefined;
  set(key: string | SchemaId, value: V, weight: number): void;
}
