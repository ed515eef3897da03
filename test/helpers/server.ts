import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/**
 * Runs one server process for all tests of the file that calls this, and gives access to it. At the end
 * it must stop in good order and have had nothing to warn of.
 */
export function serverForFile(settings: Readonly<Record<string, string>> = {}): () => ServerProcess {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    server = await startServerProcess(directory, settings);
  });
  afterAll(async () => {
    const exit = await server?.stop();
    rmSync(directory, { recursive: true, force: true });
    expect(server?.complaints).toEqual([]);
    expect(exit).toEqual({ code: 0, stderr: '' });
  });
  return () => {
    if (!server) throw new Error('The server is started before the first test, not earlier');
    return server;
  };
}
