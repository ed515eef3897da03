import { guidOf } from './identity.ts';
import type { StoredSchema } from './schema.ts';
import { StoreUnavailableError } from './store.ts';

const intact = new WeakSet<StoredSchema>();

/** The schema as the store will hold it, made here: nothing can have damaged it. */
export function madeHere(schema: StoredSchema): StoredSchema {
  intact.add(schema);
  return schema;
}

/** Throws `StoreUnavailableError` when the content does not belong to the guid. */
export function refuseDamaged(schema: StoredSchema): void {
  if (intact.has(schema)) return;
  if (guidOf(schema) !== schema.guid) {
    throw new StoreUnavailableError(
      `Schema ${schema.id} is damaged in the store: it is not what was registered`,
    );
  }
  intact.add(schema);
}
