import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Type } from '../typebox.ts';
import { firstFault } from '../typebox-check.ts';
import { type FlagName, flagNames, isFlagName } from './flags.ts';

/** A file of flags can't be used. The message is one sentence for the operator, and names the file. */
export class FlagFileError extends Error {
  override readonly name = 'FlagFileError';
}

export interface FlagFile {
  readonly values: Readonly<Partial<Record<FlagName, boolean>>>;
  /** Names in it that are no flags. */
  readonly unknown: readonly string[];
}

const FileContent = Type.Unsafe<Readonly<Record<string, boolean>>>(
  Type.Object({}, { additionalProperties: Type.Boolean() }),
);

/**
 * Reads a file of flags: YAML or JSON, true or false by name.
 * @throws FlagFileError
 */
export function readFlagFile(path: string): FlagFile {
  return flagsIn(path, () => readFileSync(path, 'utf8'));
}

/**
 * What the text of such a file says.
 * @throws FlagFileError
 */
export function flagsIn(path: string, text: () => string): FlagFile {
  const content = contentOf(path, text);
  const fault = firstFault(FileContent, content);
  if (fault !== undefined) {
    const what =
      fault.path === ''
        ? 'it is not a list of names, each with true or false'
        : `${fault.path.slice(1)} is ${JSON.stringify(fault.value)}; expected true or false`;
    throw new FlagFileError(`FLAGS_FILE "${path}": ${what}`);
  }
  const entries = Object.entries(content as Readonly<Record<string, boolean>>);
  return {
    values: Object.fromEntries(entries.filter(([name]) => isFlagName(name))),
    unknown: entries.map(([name]) => name).filter((name) => !isFlagName(name)),
  };
}

/** Says that names are no flags, and which are. */
export function unknownFlags(path: string, names: readonly string[]): string {
  return `FLAGS_FILE "${path}": ${names.join(', ')}: no such flag; there are ${flagNames.join(', ')}`;
}

function contentOf(path: string, text: () => string): unknown {
  try {
    return parse(text());
  } catch (error) {
    // A message about YAML goes on with the lines in question.
    const [reason] = String(error).split('\n');
    throw new FlagFileError(`FLAGS_FILE "${path}" can't be read (${reason})`, { cause: error });
  }
}
