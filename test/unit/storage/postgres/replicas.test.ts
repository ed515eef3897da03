import { describe, expect, it } from 'vitest';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
import type { PostgresStore } from '../../../../src/storage/postgres/store.ts';
import {
  add,
  change,
  changing,
  contentOf,
  outcomes,
  relying,
  remove,
  write,
} from '../../../helpers/changes.ts';
import { registrationProblems } from '../../../helpers/check-registrations.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';
import { register } from '../../../helpers/register.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';

const databases = postgresForFile();

/** Stores on one database, closed when `work` ends. */
async function withReplicas(count: number, work: (stores: readonly PostgresStore[]) => Promise<void>) {
  const url = await databases.create();
  const stores = await Promise.all(Array.from({ length: count }, () => openStoreAt(url)));
  try {
    await work(stores);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('There is nothing to pick from');
  return value;
}

describe('replicas on one database', () => {
  it('register overlapping schemas at once: dense versions, one id for a content, none for two', async () => {
    await withReplicas(3, async (stores) => {
      const random = seededRandom(8);
      const writers = Array.from({ length: 18 }, async (_, n) => {
        const done = [];
        for (let round = 0; round < 8; round += 1) {
          done.push(await register(pick(stores, n), `subject-${random(5)}`, `{"title":"${random(60)}"}`));
        }
        return done;
      });
      const acknowledged = (await Promise.all(writers)).flat();
      expect(acknowledged).toHaveLength(18 * 8);
      for (const store of stores) expect(await registrationProblems(store, acknowledged)).toEqual([]);
    });
  });

  it('let one win of many that changed the same revision', async () => {
    await withReplicas(3, async (stores) => {
      const scope = subjectScope('a');
      const attempts = Array.from({ length: 30 }, (_, n) =>
        pick(stores, n).commit(change([add('a', 1, `{"title":"${n}"}`)], [changing(scope, 0)])),
      );
      const won = outcomes(await Promise.all(attempts)).filter((outcome) => outcome === 'committed');
      expect(won).toHaveLength(1);
      expect(await pick(stores, 0).revisions([scope])).toEqual([1]);
    });
  });

  it('never both decide on facts that the other changes', async () => {
    await withReplicas(2, async (stores) => {
      const [a, b] = [subjectScope('a'), subjectScope('b')];
      for (let round = 0; round < 20; round += 1) {
        const [ofA = 0, ofB = 0] = await pick(stores, 0).revisions([a, b]);
        const results = await Promise.all([
          pick(stores, 0).commit(change([], [changing(a, ofA), relying(b, ofB)])),
          pick(stores, 1).commit(change([], [changing(b, ofB), relying(a, ofA)])),
        ]);
        expect(outcomes(results).toSorted()).toEqual(['committed', 'conflict']);
      }
    });
  });

  it('see a change of the global settings before they decide', async () => {
    await withReplicas(2, async (stores) => {
      await pick(stores, 0).commit(change([], [changing(globalScope, 0)]));
      const late = change([add('a', 1, '{}')], [relying(globalScope, 0), changing(subjectScope('a'), 0)]);
      expect(await pick(stores, 1).commit(late)).toEqual({ outcome: 'conflict' });
    });
  });

  it('give one id to a content that all register at once, in whatever order', async () => {
    await withReplicas(3, async (stores) => {
      for (let round = 0; round < 20; round += 1) {
        const texts = [`{"title":"x${round}"}`, `{"title":"y${round}"}`];
        const ids = await Promise.all(
          stores.map(async (store, n) => {
            const order = n === 1 ? texts.toReversed() : texts;
            const added = order.map((text, index) => add(`s${round}-${n}`, index + 1, text));
            const stored = await write(store, ...added);
            return n === 1 ? stored.toReversed() : stored;
          }),
        );
        expect(ids[1]).toEqual(ids[0]);
        expect(ids[2]).toEqual(ids[0]);
      }
    });
  });

  it('remove a content and add it at the same moment: a version never holds what is gone', async () => {
    await withReplicas(2, async (stores) => {
      const [one, two] = [pick(stores, 0), pick(stores, 1)];
      for (let round = 0; round < 25; round += 1) {
        const content = contentOf(`{"title":"${round}"}`);
        await write(one, add('first', 1, content));
        const [, [id]] = await Promise.all([
          write(one, remove('first', [1])),
          write(two, add('second', round + 1, content)),
        ]);
        const held = await two.version('second', (round + 1) as never);
        expect(held?.id).toBe(id);
        expect((await one.schema(held?.id ?? (0 as never)))?.text).toBe(content.text);
      }
      expect(await one.maxSchemaId()).toBeGreaterThanOrEqual(25);
    });
  });
});
