import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedStore } from '../../src/access/bounded-store.ts';
import { SubjectPrefixes } from '../../src/access/subject-prefixes.ts';
import { RegistryError } from '../../src/registry/errors.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { MemoryStore } from '../../src/schema-tree/memory-store.ts';
import { propertyRuns } from '../helpers/property-runs.ts';
import { registryOn } from '../helpers/registry-on.ts';

const subjects = ['own.a', 'own.b', 'other.a', 'other.b'];
const titles = ['x', 'y', 'z'];

const requestOf = (title: string) => ({ schemaType: 'JSON', schema: JSON.stringify({ title }) });

type Operation =
  | { readonly kind: 'register'; readonly subject: string; readonly title: string }
  | { readonly kind: 'delete'; readonly subject: string; readonly permanent: boolean }
  | { readonly kind: 'configure'; readonly subject: string; readonly aliased: boolean }
  | { readonly kind: 'switch'; readonly subject: string; readonly mode: string };

const subject = fc.constantFrom(...subjects);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('register'), subject, title: fc.constantFrom(...titles) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), subject, permanent: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('configure'), subject, aliased: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('switch'),
      subject,
      mode: fc.constantFrom('READONLY', 'READWRITE'),
    }),
  },
);

it('leaves no trace of hidden subjects in what others are told, whatever happens to them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      const store = new MemoryStore([]);
      const whole = registryOn(store);
      const own = new SubjectPrefixes(['own.']);
      const bounded = registryOn(new BoundedStore(store, { read: own, change: own }), store);
      const alone = registryOn(new MemoryStore([]));
      const told: unknown[] = [];
      const expected: unknown[] = [];
      for (const each of operations) {
        const isOwn = own.has(each.subject);
        const outcome = await outcomeOf(() => perform(isOwn ? bounded : whole, each));
        if (!isOwn) continue;
        told.push(outcome);
        expected.push(await outcomeOf(() => perform(alone, each)));
      }
      expect(told).toEqual(expected);
      expect(await allThatIsTold(bounded)).toEqual(await allThatIsTold(alone));
    }),
    propertyRuns(60),
  );
});

async function perform(registry: Registry, operation: Operation): Promise<unknown> {
  if (operation.kind === 'register') {
    const request = requestOf(operation.title);
    return (await registry.registerSchema(operation.subject, request, { normalize: false })).version;
  }
  if (operation.kind === 'delete') return await registry.deleteSubject(operation.subject, operation);
  if (operation.kind === 'configure') {
    // Whoever may change both teams' subjects could lead from one to the other.
    const alias = operation.subject.replace(/.$/, 'b');
    return await registry.updateConfig(operation.subject, { alias: operation.aliased ? alias : null });
  }
  return await registry.updateMode(operation.subject, operation.mode);
}

/** The answer, or the refusal in full. */
async function outcomeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (error instanceof RegistryError) return { code: error.code, message: error.message };
    throw error;
  }
}

/** What every way to read answers, but for ids, which others use up too. */
async function allThatIsTold(registry: Registry): Promise<unknown> {
  const told: unknown[] = [];
  const ask = async (work: () => Promise<unknown>) => told.push(await outcomeOf(work));
  for (const deleted of ['exclude', 'include', 'only'] as const) {
    await ask(() => registry.listSubjects({ prefix: '', deleted }));
    for (const name of subjects)
      await ask(async () => (await registry.listVersions(name, deleted)).map(withoutId));
  }
  for (const offset of [0, 1, 3]) {
    const page = { prefix: '', deleted: true, latestOnly: false, ruleType: undefined, offset, limit: 2 };
    await ask(async () =>
      (await registry.listSchemas(page)).map(({ schema, ...place }) => [withoutId(place), schema.text]),
    );
  }
  for (const name of subjects) {
    await ask(async () => (await registry.getVersion(name, 'latest', { deleted: false })).schema.text);
    await ask(() => registry.getConfig(name, { defaultToGlobal: false }));
    await ask(() => registry.getMode(name, { defaultToGlobal: false }));
    for (const title of titles) {
      const options = { normalize: false, deleted: true, verbose: true };
      await ask(async () => (await registry.lookupSchema(name, requestOf(title), options)).version);
      await ask(() => registry.checkCompatibility(name, requestOf(title), 'latest', options));
    }
  }
  // By id, each as its subject names it.
  for (const { id } of await registry.listSchemas({
    prefix: '',
    deleted: true,
    latestOnly: false,
    ruleType: undefined,
    offset: 0,
    limit: 100,
  })) {
    await ask(async () => (await registry.getSchemaById(id)).text);
    const holders = await registry.getHoldersOfSchema(id, { subject: undefined, deleted: true });
    told.push(holders.map(withoutId));
    const { guid } = await registry.getSchemaById(id);
    await ask(async () => (await registry.getSchemaByGuid(guid)).text);
  }
  return told;
}

function withoutId<T extends { readonly id: number }>({ id: _id, ...rest }: T) {
  return rest;
}
