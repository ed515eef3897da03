import { createJsonSchemaFormat } from '../../src/formats/json-schema/format.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/registry/store.ts';
import { SubjectWriters } from '../../src/registry/subject-writers.ts';

/** The use cases for JSON Schemas over a store, without a service around them. Its clock stands still. */
export function registryOn(store: Store, wholeStore: Store = store): Registry {
  const format = createJsonSchemaFormat({ sound: false });
  return createRegistry({
    store,
    wholeStore,
    formats: new Map([[format.type, format]]),
    parsed: new Map(),
    writers: new SubjectWriters(),
    holdersChanged: () => undefined,
    defaultLevel: 'BACKWARD',
    pause: () => Promise.resolve(),
    now: () => 0,
  });
}
