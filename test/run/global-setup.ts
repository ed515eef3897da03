import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { memoryDirectory } from './memory-directory.ts';
import { type OfferedPostgres, offerPostgres } from './offer-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for the PostgreSQL of the whole run. */
    readonly postgres: OfferedPostgres['address'];
  }
}

/** What all test files of a run share, made once and removed with it. */
export default async function prepareRun({ provide }: TestProject): Promise<() => Promise<void>> {
  // What is executed stays on a disk: memory may be mounted so that nothing on it can be.
  const programs = tmpdir();
  const files = mkdtempSync(join(memoryDirectory() ?? programs, 'schemagate-tests-'));
  // PostgreSQL runs as another user.
  chmodSync(files, 0o755);
  process.env['TMPDIR'] = files;
  const postgres = await offerPostgres(programs);
  provide('postgres', postgres.address);
  return async () => {
    await postgres.close();
    rmSync(files, { recursive: true, force: true });
  };
}
