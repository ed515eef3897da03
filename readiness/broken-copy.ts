import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sabotage } from './row.ts';

/**
 * A copy of the repository with some files changed: what is not changed is linked, folder by folder of the root.
 * @throws Error when a change changes nothing, since then it proves nothing
 */
export function brokenCopy(from: string, to: string, edits: NonNullable<Sabotage['edits']>): string {
  mkdirSync(to, { recursive: true });
  const changed = new Set(Object.keys(edits).map((path) => path.split('/')[0]));
  for (const name of readdirSync(from)) {
    if (changed.has(name)) cpSync(join(from, name), join(to, name), { recursive: true });
    else symlinkSync(join(from, name), join(to, name));
  }
  for (const [path, edit] of Object.entries(edits)) {
    const before = readFileSync(join(from, path), 'utf8');
    const after = edit(before);
    if (after === before) throw new Error(`The sabotage of ${path} changes nothing`);
    if (after === undefined) rmSync(join(to, path));
    else writeFileSync(join(to, path), after);
  }
  return to;
}
