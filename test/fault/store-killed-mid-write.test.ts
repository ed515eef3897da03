import { expect, it } from 'vitest';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import type { Registration } from '../helpers/check-registrations.ts';
import { registrationProblems } from '../helpers/check-registrations.ts';
import { killMidWrite } from '../helpers/kill-round.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const rounds = 10;
const writers = 16;
const random = seededRandom(20_261_124);

it('keeps every acknowledged registration when the process is killed amid writes, again and again', async () => {
  const directory = temporaryDirectory();
  const acknowledged: Registration[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const killAfter = 1 + random(300);
    const seen = await killMidWrite({ directory, writers, seed: round, killAfter });
    expect(seen.length).toBeGreaterThanOrEqual(killAfter);
    acknowledged.push(...seen);

    const store = await openSqliteStore({ directory });
    expect(await registrationProblems(store, acknowledged)).toEqual([]);
    await store.close();
  }
}, 180_000);
