import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lineOfPath } from './json-line.ts';
import type { Problem } from './model.ts';

/** How messages about a schema name a part of it; of several, the first is shown. */
const partOfSchema = /(?:path '|at ")(?<path>#[^'"]*)['"]/;
const missingSchema = /with the name "(?<name>.*)"$/s;

/** Problems with the line of the file that each is about, where what the registry says of a schema tells it. */
export async function withLines(
  problems: readonly Problem[],
  directory: string,
): Promise<readonly Problem[]> {
  return await Promise.all(problems.map((problem) => withLine(problem, directory)));
}

async function withLine(problem: Problem, directory: string): Promise<Problem> {
  const { path, reason } = problem;
  const part = partOfSchema.exec(reason)?.groups?.['path'];
  const name = missingSchema.exec(reason)?.groups?.['name'];
  if (problem.line !== undefined || (part ?? name) === undefined) return problem;
  const text = await readFile(join(directory, path), 'utf8').catch(() => undefined);
  if (text === undefined) return problem;
  const line =
    part === undefined ? lineOfText(text, JSON.stringify(name).slice(0, -1)) : lineOfPath(text, part);
  return line === undefined ? problem : { path, line, reason };
}

function lineOfText(text: string, sought: string): number | undefined {
  const offset = text.indexOf(sought);
  return offset < 0 ? undefined : text.slice(0, offset).split('\n').length;
}
