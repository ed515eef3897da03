import type { StoredSchema, SubjectVersion } from './schema.ts';
import type { Config, Mode, SettingsScope } from './settings.ts';

/**
 * One fact of a store, in a form that any engine writes and reads. Schemas come before the versions that
 * hold them; nothing that a client can see is left out.
 */
export type DumpRecord =
  | ({ readonly kind: 'schema' } & StoredSchema)
  | ({ readonly kind: 'version' } & SubjectVersion)
  | { readonly kind: 'config'; readonly scope: SettingsScope; readonly config: Config }
  | { readonly kind: 'mode'; readonly scope: SettingsScope; readonly mode: Mode }
  | { readonly kind: 'property'; readonly name: string; readonly value: string }
  /** The highest id ever given out, so that none is given twice after a restore. */
  | { readonly kind: 'last-id'; readonly id: number };

/** A store that can be copied whole, also to another engine. */
export interface DumpableStore {
  /** Everything as of one moment; writes go on meanwhile. */
  dump(): AsyncIterable<DumpRecord>;
  /** Fills an empty store from a dump, whole or not at all. Rejects with `StoreNotEmptyError`. */
  load(records: AsyncIterable<DumpRecord>): Promise<void>;
}

/** A dump can be loaded into an empty store alone. */
export class StoreNotEmptyError extends Error {
  override readonly name = 'StoreNotEmptyError';

  constructor() {
    super('The store is not empty. Give a new one, by another DATA_DIR or DATABASE_URL');
  }
}
