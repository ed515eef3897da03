import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { batchCommitter } from '../../../../src/storage/sqlite/commit-batch.ts';
import { add, change } from '../../../helpers/changes.ts';
import { openTemporaryDatabase } from '../../../helpers/sqlite-database.ts';

const versionCount = (database: DatabaseSync): unknown =>
  database.prepare('SELECT count(*) AS n FROM versions').get()?.['n'];

const bigText = JSON.stringify({ title: 'x'.repeat(200_000) });

describe('a batch', () => {
  it('commits its changes together and says how long that took', () => {
    const { database, file } = openTemporaryDatabase();
    const { results, seconds } = batchCommitter(database)([
      change([add('a', 1, '{}')]),
      change([add('b', 1, '{}')]),
    ]);
    expect(results).toEqual([
      { outcome: 'committed', schemaIds: [1] },
      { outcome: 'committed', schemaIds: [1] },
    ]);
    expect(seconds).toBeGreaterThan(0);
    using other = new DatabaseSync(file);
    expect(versionCount(other)).toBe(2);
  });

  it('undoes a change that conflicts after its first write, and that one alone', () => {
    const { database } = openTemporaryDatabase();
    const { results } = batchCommitter(database)([
      change([add('a', 1, '{}')]),
      change([add('b', 1, 'true'), add('a', 1, 'true')]),
      change([add('c', 1, 'true')]),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['committed', 'conflict', 'committed']);
    expect(results[2]).toEqual({ outcome: 'committed', schemaIds: [2] });
    expect(versionCount(database)).toBe(2);
  });
});

describe('a change that is too big for SQLite', () => {
  it('fails alone', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    database.limits.length = 100_000;
    const batch = [change([add('a', 1, '{}')]), change([add('b', 1, bigText)]), change([add('c', 1, '{}')])];
    expect(commit(batch).results).toEqual([
      { outcome: 'committed', schemaIds: [1] },
      { outcome: 'failed', reason: expect.stringContaining('too big') as string },
      { outcome: 'committed', schemaIds: [1] },
    ]);
    expect(versionCount(database)).toBe(2);
  });
});

describe('a full disk', () => {
  it('fails the change that does not fit, keeps what was there, and takes changes again when there is room', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    commit([change([add('a', 1, '{}')])]);
    limitPages(database, 2);
    const { results } = commit([change([add('b', 1, bigText)])]);
    expect(results).toEqual([{ outcome: 'failed', reason: expect.stringContaining('full') as string }]);
    expect(database.isTransaction).toBe(false);
    expect(versionCount(database)).toBe(1);
    limitPages(database, 1000);
    expect(commit([change([add('b', 1, bigText)])]).results).toEqual([
      { outcome: 'committed', schemaIds: [2] },
    ]);
  });

  it('never reports as committed what a failing neighbour took with it', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    limitPages(database, 2);
    const batch = [change([add('a', 1, '{}')]), change([add('b', 1, bigText)]), change([add('c', 1, '{}')])];
    const kept = commit(batch).results.filter(({ outcome }) => outcome === 'committed').length;
    expect(versionCount(database)).toBe(kept);
    expect(kept).toBeLessThan(3);
  });
});

describe('a transaction that can not be made durable', () => {
  it('fails all its changes when COMMIT fails, and leaves nothing', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    // A constraint that is looked at in COMMIT only, which then fails with the transaction still open.
    database.exec(`
      CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER orphan AFTER INSERT ON versions BEGIN INSERT INTO children VALUES (1); END;
    `);
    const batch = [change([add('a', 1, '{}')]), change([add('b', 1, '{}')])];
    expect(commit(batch).results.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(versionCount(database)).toBe(0);
    database.exec('DROP TRIGGER orphan');
    expect(commit(batch).results.map(({ outcome }) => outcome)).toEqual(['committed', 'committed']);
  });

  it('fails all its changes when another program holds the database', () => {
    const { database, file } = openTemporaryDatabase();
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const { results } = batchCommitter(database)([change([add('a', 1, '{}')])]);
    expect(results).toEqual([{ outcome: 'failed', reason: expect.stringContaining('locked') as string }]);
  });

  it('fails all its changes when the database is read-only', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    database.exec('PRAGMA query_only = ON');
    const { results } = commit([change([add('a', 1, '{}')])]);
    expect(results).toEqual([{ outcome: 'failed', reason: expect.stringContaining('readonly') as string }]);
  });

  it('fails all its changes when one error ends the transaction', () => {
    const { database } = openTemporaryDatabase();
    const commit = batchCommitter(database);
    database.exec(`CREATE TRIGGER stop BEFORE INSERT ON schemas WHEN new.text = 'true'
      BEGIN SELECT RAISE(ROLLBACK, 'stopped'); END`);
    const { results } = commit([change([add('a', 1, '{}')]), change([add('b', 1, 'true')])]);
    expect(results.map(({ outcome }) => outcome)).not.toContain('committed');
    expect(versionCount(database)).toBe(0);
  });
});

/** Lets the database grow by so many pages and no more. */
function limitPages(database: DatabaseSync, more: number): void {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.exec(`PRAGMA max_page_count = ${pages + more}`);
}
