import { expect, it } from 'vitest';
import { type AppliedMigration, appliedNow } from '../../../../src/storage/migrations/history.ts';
import { applyPending, type MigrationTarget, statusOf } from '../../../../src/storage/migrations/runner.ts';

const migrations = ['0001-a', '0002-b', '0003-c'].map((name) => ({ name, up: `up ${name}`, down: '' }));

/** A database that only remembers what it was told. */
function target(
  more: Partial<MigrationTarget> = {},
): MigrationTarget & { executed: string[]; history: AppliedMigration[] } {
  const executed: string[] = [];
  const history: AppliedMigration[] = [];
  return {
    executed,
    history,
    applied: async () => history,
    execute: async (sql) => executed.push(sql),
    record: async (applied) => history.push(applied),
    erase: async () => undefined,
    ...more,
  };
}

it('are applied in order, those alone that are pending', async () => {
  const database = target();
  for (const each of migrations.slice(0, 1)) database.history.push(appliedNow(each));
  expect(await applyPending(database, migrations)).toEqual(['0002-b', '0003-c']);
  expect(database.executed).toEqual(['up 0002-b', 'up 0003-c']);
  expect(database.history).toEqual(migrations.map((each) => appliedNow(each)));
  expect(await statusOf(database, migrations)).toEqual({
    applied: ['0001-a', '0002-b', '0003-c'],
    pending: [],
  });
});

it('stop at the first that fails, and name it', async () => {
  const database = target({
    execute: async (sql) => (sql === 'up 0002-b' ? Promise.reject(new Error('no room')) : undefined),
  });
  await expect(applyPending(database, migrations)).rejects.toMatchObject({
    reason: 'migration-failed',
    message: expect.stringMatching(/^Migration 0002-b failed, and nothing was changed \(no room\)\.$/),
  });
  expect(database.history.map(({ name }) => name)).toEqual(['0001-a']);
});

it('pass on what went wrong beside the scripts', async () => {
  const lost = new Error('connection lost');
  const database = target({ record: () => Promise.reject(lost) });
  await expect(applyPending(database, migrations)).rejects.toThrow('connection lost');
});
