// A process that holds a store: `store-process.ts DIRECTORY WRITERS SEED`. It prints `open`, then one line
// of JSON for each registration once the store has acknowledged it, until it is killed.
import { subjectScope } from '../../src/registry/settings.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import { add, change, changing } from './changes.ts';
import type { Registration } from './check-registrations.ts';
import { seededRandom } from './seeded-random.ts';

const [directory = '', writers, seed] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const store = await openSqliteStore({ directory });
await print('open');
await Promise.all(Array.from({ length: Number(writers) }, keepRegistering));

async function keepRegistering(): Promise<never> {
  for (;;) {
    // Few subjects and few texts: writers collide on both.
    const done = await register(`subject-${random(6)}`, `{"title":"${random(200)}"}`);
    if (done) await print(JSON.stringify(done));
  }
}

/** What was stored; undefined when another writer was first. */
async function register(subject: string, text: string): Promise<Registration | undefined> {
  const scope = subjectScope(subject);
  const [revision = 0] = await store.revisions([scope]);
  const version = ((await store.latestVersion(subject))?.version ?? 0) + 1;
  const result = await store.commit(change([add(subject, version, text)], [changing(scope, revision)]));
  if (result.outcome === 'conflict') return undefined;
  return { subject, version, text, id: Number(result.schemaIds[0]) };
}

/** Resolves when the line is out: a reader that is busy lets the pipe fill up, and then its writers wait. */
function print(line: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  return promise;
}
