import { DatabaseSync } from 'node:sqlite';

/**
 * Stores the texts durably in a new SQLite file, each in a transaction of its own, and returns how many
 * a second. The table has nothing but a key and the text: less cannot be stored.
 */
export function durableInsertsPerSecond(file: string, texts: readonly string[]): number {
  using database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  `);
  const insert = database.prepare('INSERT INTO texts (text) VALUES (?)');
  const start = performance.now();
  for (const text of texts) insert.run(text);
  return (texts.length * 1000) / (performance.now() - start);
}
