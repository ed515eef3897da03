import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate, CommandEnd } from './candidate.ts';

/** The script that takes back the newest migration of an engine. */
export function newestScriptDown(engine: 'sqlite' | 'postgres'): string {
  const folder = join('src/storage', engine, 'migrations');
  const names = readdirSync(join(import.meta.dirname, '..', folder)).filter((name) =>
    name.endsWith('.down.sql'),
  );
  return join(folder, names.toSorted().at(-1) ?? 'none');
}

/**
 * Takes the newest migration of a store back and applies it again, with what was registered before; the store is
 * new, and the settings say where. Tells what went wrong.
 */
export async function migrateDownAndUp(
  candidate: Candidate,
  settings: Readonly<Record<string, string>>,
): Promise<string[]> {
  const schema = { title: 'registered before the way back' };
  const first = await candidate.start(settings);
  const { id } = (await (await first.register('kept', schema)).json()) as { id: number };
  first.signal('SIGTERM');
  await first.ended;

  const problems: string[] = [];
  const migrate = async (words: readonly string[], wanted: number) => {
    const end: CommandEnd = await candidate.schemagate(['migrate', ...words], settings);
    if (end.code !== wanted)
      problems.push(`migrate ${words.join(' ')} ended with ${end.code}: ${end.output}`);
  };
  await migrate(['down', '--yes'], 0);
  // Exit code 2 tells that one is pending: it was really taken back.
  await migrate(['status'], 2);
  await migrate(['up'], 0);
  await migrate(['status'], 0);
  if (problems.length > 0) return problems;

  const second = await candidate.start({ ...settings, MIGRATE: 'off' });
  const answer = await second.ask(`/schemas/ids/${id}`);
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes(schema.title))
    problems.push(`schema ${id}, registered before, is gone: ${answer.status} ${text}`);
  const listed = await (await second.ask('/subjects/kept/versions')).text();
  if (listed !== '[1]') problems.push(`its subject has the versions ${listed}`);
  // It would miss its database, which goes before the candidate does.
  second.signal('SIGTERM');
  await second.ended;
  return problems;
}
