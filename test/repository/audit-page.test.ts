import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('docs/audit.md names every event that the sources record', () => {
  const page = readFileSync('docs/audit.md', 'utf8');
  const named = new Set([...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => namesIn(cell)));
  const recorded = globSync('src/**/*.ts').flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bevent: '([a-z][a-z-]*\.[a-z.-]+)'/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(recorded.length).toBeGreaterThan(15);
  expect([...new Set(recorded)].filter((name) => !named.has(name))).toEqual([]);
});

/** Names in a cell; one that begins with a dot has the beginning of the one before. */
function namesIn(cell: string): string[] {
  let before = '';
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    before = name.startsWith('.') ? `${before.slice(0, before.lastIndexOf('.'))}${name}` : name;
    return before;
  });
}
