import { refuseDamaged } from './damage.ts';
import type { Dependencies } from './dependencies.ts';
import type { SchemaId, StoredSchema } from './schema.ts';

/**
 * The schema of this id, if there is one; the id must come from a version that whoever asks may know of.
 * Throws `StoreUnavailableError` when the store holds other content than was given to it: the guid tells.
 */
export async function storedSchema(deps: Dependencies, id: SchemaId): Promise<StoredSchema | undefined> {
  const schema = await deps.wholeStore.schema(id);
  if (schema !== undefined) refuseDamaged(schema);
  return schema;
}
