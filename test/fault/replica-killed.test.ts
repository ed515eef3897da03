import { expect, it } from 'vitest';
import { runReplicaDrill } from '../helpers/linearizability/replica-drill.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';

const databases = postgresForFile();

/**
 * In milliseconds. All the while each replica is told of changes, mostly within some of them: the ten seconds that
 * are documented are for one that is not. The rest is for a busy machine.
 */
const readLag = 3000;

it('leaves a history that one registry alone could have, while a replica is killed and replaced', async () => {
  const databaseUrl = await databases.create();
  const result = await runReplicaDrill({
    databaseUrl,
    replicas: 2,
    operations: 600,
    kills: 1,
    seed: 20_261_124,
    readLag,
  });
  expect(result).toMatchObject({ kills: 1, subjects: 6, problems: [] });
  expect(result.operations).toBeGreaterThanOrEqual(600);
}, 180_000);
