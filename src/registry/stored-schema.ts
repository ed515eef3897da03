import type { Dependencies } from './dependencies.ts';
import { guidOf } from './identity.ts';
import type { SchemaId, StoredSchema } from './schema.ts';
import { StoreUnavailableError } from './store.ts';

const intact = new WeakSet<StoredSchema>();

/**
 * The schema of this id, if there is one; the id must come from a version that whoever asks may know of.
 * Throws `StoreUnavailableError` when the store holds other content than was given to it: the guid tells.
 */
export async function storedSchema(deps: Dependencies, id: SchemaId): Promise<StoredSchema | undefined> {
  const schema = await deps.wholeStore.schema(id);
  if (schema !== undefined) refuseDamaged(schema);
  return schema;
}

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
