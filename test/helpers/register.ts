import { subjectScope } from '../../src/registry/settings.ts';
import type { Store } from '../../src/registry/store.ts';
import { add, change, changing } from './changes.ts';
import type { Registration } from './check-registrations.ts';

/** Registers the text as the next version; undefined when another writer was first. */
export async function tryRegister(
  store: Store,
  subject: string,
  text: string,
): Promise<Registration | undefined> {
  const scope = subjectScope(subject);
  const [revision = 0] = await store.revisions([scope]);
  const version = ((await store.versions(subject)).at(-1)?.version ?? 0) + 1;
  const result = await store.commit(change([add(subject, version, text)], [changing(scope, revision)]));
  if (result.outcome === 'conflict') return undefined;
  return { subject, version, text, id: Number(result.schemaIds[0]) };
}

/** Registers until it is there. */
export async function register(store: Store, subject: string, text: string): Promise<Registration> {
  return (await tryRegister(store, subject, text)) ?? (await register(store, subject, text));
}
