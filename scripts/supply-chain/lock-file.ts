import { existsSync, readFileSync } from 'node:fs';

/** A package as package-lock.json has it. */
export interface LockedPackage {
  /** Where it is installed, as in `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string | undefined;
  /** Needed for development alone. */
  readonly dev: boolean;
  /** Left out where it does not fit the platform. */
  readonly optional: boolean;
  readonly licence: unknown;
}

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly license?: unknown;
}

/** All packages that the lock file names, but for this one. */
export function lockedPackages(): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, Entry>>;
  };
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      integrity: entry.integrity,
      dev: entry.dev === true,
      optional: entry.optional === true,
      licence: entry.license,
    }));
}

/** What is wrong with a lock file's entries: each package is known by a SHA-512 of it, or can't be installed here. */
export function integrityFaults(packages: readonly LockedPackage[]): readonly string[] {
  return packages.flatMap(({ path, integrity, optional }) => {
    if (integrity === undefined) return optional && !existsSync(path) ? [] : [`${path} has no hash`];
    return /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${path} has another hash than SHA-512`];
  });
}
