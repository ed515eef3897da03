import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Adds to package-lock.json the optional packages of other platforms that the registry in use does not
 * offer. Without these entries `npm ci` refuses the lock file, here and everywhere; with them, it takes
 * on each platform what belongs to it. They carry no hash, since nobody here could see the package.
 */

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly peer?: boolean;
}

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies, dev, peer }]) =>
  Object.entries(optionalDependencies ?? {})
    .filter(([name]) => !isLocked(path, name))
    .map(([name, version]) => [`node_modules/${name}`, entry(name, version, { dev, peer })] as const),
);
const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
packages.sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added`);

/** As Node looks for it: beside the package that asks, then further out. */
function isLocked(from: string, name: string): boolean {
  if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in lock.packages) return true;
  const outer = from.lastIndexOf('/node_modules/');
  return from !== '' && isLocked(outer < 0 ? '' : from.slice(0, outer), name);
}

function entry(
  name: string,
  version: string,
  kind: { dev?: boolean | undefined; peer?: boolean | undefined },
) {
  const [, os = '', cpu = '', abi = ''] =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(
      name,
    ) ?? [];
  if (os === '' || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`Not a platform's package: ${name}@${version}`);
  const libc = abi.startsWith('musl') ? 'musl' : 'glibc';
  return {
    version,
    cpu: [cpu],
    ...(kind.dev && { dev: true }),
    ...(os === 'linux' && { libc: [libc] }),
    optional: true,
    os: [os],
    ...(kind.peer && { peer: true }),
  };
}
