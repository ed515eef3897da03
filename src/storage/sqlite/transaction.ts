import type { DatabaseSync } from 'node:sqlite';

/** Does all of the work or nothing of it; nobody else uses the connection meanwhile. */
export async function inTransaction<T>(database: DatabaseSync, work: () => Promise<T>): Promise<T> {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite ends it by itself at some errors.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
