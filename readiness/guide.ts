import { dirname, join, normalize } from 'node:path/posix';
import { anchorsOf, linksOf } from '../test/helpers/markdown.ts';
import type { Candidate } from './candidate.ts';

/**
 * What a guide names that is not there: pages and headings behind its links, npm scripts, commands of `schemagate`,
 * settings. Empty when a reader can follow all of it.
 */
export function guideProblems(candidate: Candidate, path: string): string[] {
  if (!candidate.has(path)) return [`${path} is missing`];
  const text = candidate.read(path);
  const { scripts } = JSON.parse(candidate.read('package.json')) as { scripts: Record<string, string> };
  const settings = new Set(
    candidate
      .read('docs/configuration.md')
      .match(/^\| `\w+`/gm)
      ?.map(named),
  );
  return [
    ...linksOf(text)
      .filter((target) => !/^https?:/.test(target) && !resolves(candidate, path, target))
      .map((target) => `leads to ${target}`),
    ...all(text, /npm run (?:-s |--silent )?([\w:-]+)/g)
      .filter((script) => !(script in scripts))
      .map((script) => `says npm run ${script}`),
    ...all(text, /`(?:npx )?schemagate ([a-z]+)(?: [^`:]*)?`/g)
      .filter((command) => !candidate.has(`src/commands/${command}.ts`))
      .map((command) => `says schemagate ${command}`),
    ...all(text, /`([A-Z][A-Z\d]*_[A-Z\d_]+)(?==|`)/g)
      .filter((setting) => !settings.has(setting))
      .map((setting) => `names the setting ${setting}`),
  ].map((problem) => `${path} ${problem}, which is not there`);
}

const named = (cell: string) => cell.slice(3, -1);

function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
}

function resolves(candidate: Candidate, from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  return candidate.has(path) && (anchor === undefined || anchorsOf(candidate.read(path)).includes(anchor));
}
