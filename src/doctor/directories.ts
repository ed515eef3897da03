import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { scratchParent } from '../jobs/backup-settings.ts';
import { keptDirectories } from '../jobs/kept-directories.ts';

/** A directory that the service writes to. */
export interface WrittenDirectory {
  /** The setting that names it. */
  readonly setting: string;
  readonly path: string;
}

/** The directories that the service writes to with these settings, each once. */
export function writtenDirectories(config: Config): readonly WrittenDirectory[] {
  const { data, audit, backups } = keptDirectories(config);
  const all: readonly [setting: string, path: string | undefined][] = [
    ['DATA_DIR', data],
    ['AUDIT_LOG', audit],
    ['BACKUP_DIR', backups],
    ['BACKUP_SCRATCH_DIR', config.BACKUP_DIR === '' ? undefined : scratchParent(config)],
    ['LOG_FILE', config.LOG_FILE === '' ? undefined : dirname(config.LOG_FILE)],
  ];
  const found = new Map<string, WrittenDirectory>();
  for (const [setting, path] of all) {
    if (path !== undefined && !found.has(resolve(path))) found.set(resolve(path), { setting, path });
  }
  return [...found.values()];
}

/** The directory itself, or the nearest one above it that is there: the service makes what lacks. */
export function existing(path: string): string {
  let at = resolve(path);
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
