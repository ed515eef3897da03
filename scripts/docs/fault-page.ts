import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** What the service depends on, by the words that the names of its fault tests begin with. */
const dependencies: readonly (readonly [prefix: string, dependency: string])[] = [
  ['postgres-', 'PostgreSQL'],
  ['disk-', 'Disk'],
  ['file-system-', 'Disk'],
  ['database-', 'The embedded store’s file'],
  ['replica-', 'The process'],
  ['restore-', 'The process'],
  ['server-', 'The process'],
  ['store-', 'The process'],
  ['webhooks-', 'The process'],
  ['issuer-', 'Servers that it calls'],
  ['upstream-', 'Servers that it calls'],
  ['issuer-', 'Servers that it calls'],
];

/** Titles of tests, and of their groups, that say what must hold; set on the same line or the next. */
const titles =
  /\b(?<kind>describe|it)(?:\.skipIf\([^)]*\)|\.each\([^)]*\))?\(\s*'(?<title>(?:[^'\\]|\\.)+)'/g;

/** docs/faults.md: what each failure does to the service, from the titles of the tests that cause it. */
export function faultPage(): string {
  const rows = globSync('test/fault/*.test.ts').sort().flatMap(rowsOf);
  const order = [...new Set(dependencies.map(([, dependency]) => dependency))];
  const sorted = rows.toSorted((a, b) => order.indexOf(a.dependency) - order.indexOf(b.dependency));
  return `<!-- Written by \`npm run docs\` from the titles of the tests in test/fault. -->
# When something fails

What each failure does to the service. Every line is a test that causes the failure in earnest, with real processes, disks and
databases, and demands what the line says. What to do about it: [Troubleshooting](troubleshooting.md).

| What fails | How | The service | Test |
| --- | --- | --- | --- |
${sorted.map(({ dependency, failure, outcome, path }) => `| ${dependency} | ${failure} | ${outcome} | [${basename(path, '.test.ts')}](../${path}) |\n`).join('')}`;
}

interface FaultRow {
  readonly dependency: string;
  readonly failure: string;
  readonly outcome: string;
  readonly path: string;
}

/** @throws Error when a test is of no dependency that is known, or has no title that can be read */
export function rowsOf(path: string): readonly FaultRow[] {
  const name = basename(path, '.test.ts');
  const [prefix, dependency] = dependencies.find(([start]) => name.startsWith(start)) ?? [];
  if (prefix === undefined || dependency === undefined)
    throw new Error(`${path} begins with no dependency of scripts/docs/fault-page.ts`);
  let failure = name.slice(prefix.length).replaceAll('-', ' ');
  const rows: FaultRow[] = [];
  for (const { groups } of readFileSync(path, 'utf8').matchAll(titles)) {
    const title = (groups?.['title'] ?? '').replaceAll("\\'", "'").replace(/ \(seed %i\)$/, '');
    if (groups?.['kind'] === 'describe') failure = title.replace(/^when (?:PostgreSQL|the database) /, '');
    else rows.push({ dependency, failure, outcome: title, path });
  }
  if (rows.length === 0) throw new Error(`${path} has no title of a test`);
  return rows;
}
