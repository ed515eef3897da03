import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { serverForRun } from './for-run.ts';

/** Makes databases, each of the running test's own and gone when it ends. */
export interface Databases {
  /** The URL of a new, empty database. */
  create(): Promise<string>;
  /** Runs one statement as the server's superuser. */
  admin(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/**
 * A PostgreSQL for the tests of the file that calls this: the one TEST_DATABASE_URL names, whose user may make
 * databases, else one that all files share.
 */
export function postgresForFile(): Databases {
  let admin: Pool | undefined;
  let base = process.env['TEST_DATABASE_URL'];

  beforeAll(async () => {
    base ||= await serverForRun();
    admin = new Pool({ connectionString: base, max: 2 });
    // A test may end these connections.
    admin.on('error', () => undefined);
  });
  afterAll(async () => {
    await admin?.end();
  });

  async function run(sql: string): Promise<readonly Record<string, unknown>[]> {
    if (!admin) throw new Error('The server is started before the first test, not earlier');
    return (await admin.query(sql)).rows;
  }

  return {
    admin: run,
    async create() {
      const name = `schemagate_test_${randomBytes(6).toString('hex')}`;
      await run(`CREATE DATABASE ${name}`);
      onTestFinished(async () => void (await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
      const url = new URL(base ?? '');
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}
