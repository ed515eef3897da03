import { describe, expect, it } from 'vitest';
import { ForwardingStore } from '../../../src/registry/forwarding-store.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { globalScope, subjectScope } from '../../../src/registry/settings.ts';
import {
  type Change,
  type CommitResult,
  type Store,
  StoreUnavailableError,
} from '../../../src/registry/store.ts';
import { registryOn } from '../../helpers/registry-on.ts';
import { openThreadlessStore } from '../../helpers/threadless-store.ts';

/** A store whose disk waits: changes arrive, and become durable, or are lost, when the test says so. */
class SlowStore extends ForwardingStore {
  readonly arrived: Change[] = [];
  readonly #real: Store;
  #gate = Promise.withResolvers<void>();
  #lose = 0;

  constructor(real: Store) {
    super();
    this.#real = real;
  }

  /** Resolves when so many changes have arrived since the start. */
  async waitFor(count: number): Promise<void> {
    while (this.arrived.length < count) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets what has arrived go to the disk, and all that comes after. `lose`: so many of them never get there. */
  go(lose = 0): void {
    this.#lose = lose;
    this.#gate.resolve();
  }

  protected override forward<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return call(this.#real);
  }

  override async commit(change: Change): Promise<CommitResult> {
    this.arrived.push(change);
    await this.#gate.promise;
    this.#lose -= 1;
    if (this.#lose >= 0) throw new StoreUnavailableError('lost');
    return await this.#real.commit(change);
  }
}

async function open(): Promise<{
  slow: SlowStore;
  real: Store;
  registry: Registry;
  close: () => Promise<void>;
}> {
  const { store: real, dispose } = await openThreadlessStore();
  const slow = new SlowStore(real);
  const registry = registryOn(slow);
  return { slow, real, registry, close: dispose };
}

/** Each with one optional property more than the last, so that it is compatible with that alone. */
const schemaOf = (count: number) =>
  JSON.stringify({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, { type: 'string' }])),
  });

const request = (schema: string) => ({ schemaType: 'JSON', schema });
const options = { normalize: false };
const register = (registry: Registry, schema: string) =>
  registry.registerSchema('a', request(schema), options);

describe('registrations of one subject at once', () => {
  it('are sent to the store without waiting for each other, each decided on the ones before', async () => {
    const { slow, real, registry, close } = await open();
    const all = [1, 2, 3, 4].map((count) => register(registry, schemaOf(count)));
    await slow.waitFor(4);
    slow.go();
    const done = await Promise.all(all);
    expect(done.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(done.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    const stored = await real.versions('a');
    expect(stored.map(({ version, id }) => [version, id])).toEqual([1, 2, 3, 4].map((n) => [n, n]));
    const more = await register(registry, schemaOf(5));
    expect([more.version, more.id]).toEqual([5, 5]);
    expect(slow.arrived).toHaveLength(5);
    await close();
  });

  it('go on from what is durable meanwhile', async () => {
    const { slow, registry, close } = await open();
    slow.go();
    const done = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        for (let turn = 0; turn < n; turn++) await Promise.resolve();
        return await register(registry, schemaOf(n + 1));
      }),
    );
    expect(done.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    await close();
  });

  it('are compared with what is on its way, and refused once that is durable', async () => {
    const { slow, registry, close } = await open();
    const first = register(registry, schemaOf(1));
    await slow.waitFor(1);
    const second = register(registry, JSON.stringify({ type: 'string' }));
    let told = false;
    const refused = second.catch((error: unknown) => {
      told = true;
      return error;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toBe(false);
    slow.go();
    await first;
    expect(await refused).toMatchObject({ code: 409 });
    expect(slow.arrived).toHaveLength(1);
    await close();
  });

  it('are decided anew when what they rest on is lost', async () => {
    const { slow, registry, close } = await open();
    const lost = register(registry, schemaOf(2));
    await slow.waitFor(1);
    const next = register(registry, schemaOf(3));
    await slow.waitFor(2);
    // Refused beside what is on its way, but not for what becomes of that.
    const shorter = register(registry, schemaOf(1));
    await new Promise((resolve) => setImmediate(resolve));
    slow.go(1);
    await expect(lost).rejects.toThrow(StoreUnavailableError);
    const done = await Promise.all([next, shorter]);
    expect(done.map(({ version, id }) => [version, id])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    await close();
  });

  it('are decided anew when others change the subject or the settings meanwhile', async () => {
    const { slow, real, registry, close } = await open();
    const all = [1, 2, 3].map((count) => register(registry, schemaOf(count)));
    await slow.waitFor(3);
    await real.commit({
      guards: [
        { scope: globalScope, revision: 0, changes: true },
        { scope: subjectScope('a'), revision: 0, changes: true },
      ],
      writes: [],
    });
    slow.go();
    expect((await Promise.all(all)).map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3,
    ]);
    await close();
  });

  it('answer the same schema with the version on its way, once that is durable', async () => {
    const { slow, registry, close } = await open();
    const all = [register(registry, schemaOf(1)), register(registry, schemaOf(1))];
    await slow.waitFor(1);
    slow.go();
    expect((await Promise.all(all)).map(({ version, id }) => [version, id])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(slow.arrived).toHaveLength(1);
    await close();
  });

  it('inherit from what is on its way', async () => {
    const { slow, registry, close } = await open();
    const owner = { properties: { owner: 'me' } };
    const first = registry.registerSchema('a', { ...request(schemaOf(1)), metadata: owner }, options);
    const second = register(registry, schemaOf(2));
    await slow.waitFor(2);
    slow.go();
    await first;
    expect((await second).content.metadata).toEqual(owner);
    await close();
  });

  it('wait for what is on its way when they take more than a text, and so do deletions', async () => {
    const { slow, registry, close } = await open();
    const first = register(registry, schemaOf(1));
    await slow.waitFor(1);
    const numbered = registry.registerSchema('a', { ...request(schemaOf(2)), version: 2 }, options);
    const deleted = registry.deleteVersion('a', 1 as never, { permanent: false });
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.arrived).toHaveLength(1);
    slow.go();
    await first;
    expect((await numbered).version).toBe(2);
    expect(await deleted).toBe(1);
    expect((await register(registry, schemaOf(3))).version).toBe(3);
    await close();
  });

  it('replace a deleted version of the same content, whatever is on its way', async () => {
    const { slow, real, registry, close } = await open();
    slow.go();
    await register(registry, schemaOf(1));
    await registry.deleteVersion('a', 1 as never, { permanent: false });
    const all = [schemaOf(1), schemaOf(2), schemaOf(3)].map((schema) => register(registry, schema));
    expect((await Promise.all(all)).map(({ version }) => version)).toEqual([2, 3, 4]);
    await registry.deleteVersion('a', 4 as never, { permanent: false });
    const more = [schemaOf(4), schemaOf(3)].map((schema) => register(registry, schema));
    expect((await Promise.allSettled(more)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await registry.deleteVersion('a', 5 as never, { permanent: false });
    const last = [schemaOf(5), schemaOf(6)].map((schema) => register(registry, schema));
    expect((await Promise.all(last)).map(({ version }) => version)).toEqual([6, 7]);
    expect((await real.versions('a')).map(({ version }) => version)).toEqual([2, 3, 4, 5, 6, 7]);
    await close();
  });
});
