import { inject } from 'vitest';
import type { PreparedPostgres } from './prepare.ts';

/** The URL of the server that all test files of the run share; it starts when the first asks. */
export async function serverForRun(): Promise<string> {
  return (await ask('/server')) as string;
}

/** What a server of a file's own starts from. */
export async function preparedForRun(): Promise<PreparedPostgres> {
  return (await ask('/prepared')) as PreparedPostgres;
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${inject('postgres')}${path}`, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
