import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { groups, type Row } from './row.ts';

/** All rows, by group and then by id. */
export async function allRows(): Promise<readonly Row[]> {
  const folder = join(import.meta.dirname, 'rows');
  const modules = await Promise.all(
    readdirSync(folder).map((name) => import(`./rows/${name}`) as Promise<{ row: Row }>),
  );
  return modules
    .map(({ row }) => row)
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || (a.id < b.id ? -1 : 1));
}
