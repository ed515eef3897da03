import { posix } from 'node:path';

export interface TestFile {
  readonly path: string;
  readonly text: string;
}

export interface NearTests {
  /** Those to run, the nearest first. */
  readonly run: readonly string[];
  /** How many more are near, but too many for a commit to wait for. */
  readonly left: number;
}

/** Kinds that take seconds a file and more: they run when they are changed themselves. */
const quick = /^test\/(unit|api|plugins|commands|repository|readiness)\//;

/**
 * The tests that soonest show what is wrong with the files: those among them, then those of their names, then those that
 * import them; for a file without any, those of the nearest directory.
 * @param most how many at most, besides those among the files
 */
export function nearTests(files: readonly string[], tests: readonly TestFile[], most: number): NearTests {
  const own = files.filter((file) => file.endsWith('.test.ts'));
  const others = tests.filter(({ path }) => quick.test(path) && !own.includes(path));
  const near = new Set<string>();
  const sources = files.filter((file) => !own.includes(file));
  const found = sources.map((source) => ({
    source,
    named: others.filter(({ path }) => homesOf(source).includes(withoutEnd(path))),
    importing: others.filter((test) => imports(test, source)),
  }));
  for (const { named } of found) add(named);
  for (const { importing } of found) add(importing);
  for (const { source, named, importing } of found) {
    if (named.length + importing.length === 0) add(besides(source, others));
  }
  return { run: [...own, ...[...near].slice(0, most)], left: Math.max(0, near.size - most) };

  function add(these: readonly TestFile[]): void {
    for (const { path } of these) near.add(path);
  }
}

/** Where tests of a source are, without the end of their names. */
function homesOf(source: string): readonly string[] {
  const path = source.replace(/^src\//, '').replace(/\.ts$/, '');
  return [`test/unit/${path}`, `test/${path}`, `test/${path.replace(/^routes\//, 'api/')}`];
}

function withoutEnd(path: string): string {
  return path.replace(/\.test\.ts$/, '');
}

function imports({ path, text }: TestFile, source: string): boolean {
  const relative = posix.relative(posix.dirname(path), source);
  return text.includes(`'${relative.startsWith('.') ? relative : `./${relative}`}'`);
}

/** The tests of the nearest directory that has any. */
function besides(source: string, tests: readonly TestFile[]): readonly TestFile[] {
  for (let home = posix.dirname(source); home !== '.' && home !== 'src'; home = posix.dirname(home)) {
    const homes = homesOf(home);
    const there = tests.filter(({ path }) => homes.includes(posix.dirname(path)));
    if (there.length > 0) return there;
  }
  return [];
}
