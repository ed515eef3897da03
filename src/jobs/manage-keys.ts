import { Keys } from '../access/keys.ts';
import { prepareKeyStore } from '../storage/configured-key-store.ts';
import type { StoreSettings } from '../storage/configured-store.ts';

/** Works on the API keys of the configured store, also while services use them. */
export async function withKeys<T>(settings: StoreSettings, work: (keys: Keys) => Promise<T>): Promise<T> {
  const store = await prepareKeyStore(settings);
  try {
    return await work(new Keys(store, Date.now));
  } finally {
    await store.close();
  }
}
