import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Removes what processes that were killed have left in a directory: entries whose names begin so and that
 * nobody has touched for a day.
 */
export async function removeLeftovers(directory: string, prefix: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(directory)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(directory, name);
    // Whoever made it may be removing it too.
    const found = await stat(path).catch(() => undefined);
    if (found && now - found.mtimeMs > dayMs) await rm(path, { recursive: true, force: true });
  }
}
