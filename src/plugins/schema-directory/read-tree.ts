import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SchemaReference, SchemaType } from '../../registry/schema.ts';
import { noSubjectFile, parseSubjectFile, type SubjectFile } from './subject-file.ts';

/** A file or folder that can't be loaded, and what to change. */
export interface Problem {
  /** Below the schema directory. */
  readonly path: string;
  readonly reason: string;
}

export interface VersionFile {
  readonly path: string;
  readonly version: number;
  readonly schemaType: SchemaType;
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

export interface SubjectFolder {
  readonly path: string;
  readonly subject: string;
  readonly compatibility?: string | undefined;
  /** Ascending. */
  readonly versions: readonly VersionFile[];
}

export interface SchemaTree {
  /** By folder name. */
  readonly subjects: readonly SubjectFolder[];
  readonly problems: readonly Problem[];
}

const subjectFileName = 'subject.yaml';
const schemaTypeOf: Readonly<Record<string, SchemaType>> = { json: 'JSON', avsc: 'AVRO', proto: 'PROTOBUF' };

/**
 * Reads `<subject>/<version>.<json|avsc|proto>` and `<subject>/subject.yaml`. Names that begin with a dot
 * and files beside the folders are no concern of ours; anything else that doesn't fit is a problem.
 * Rejects only when the directory itself can't be read.
 */
export async function readTree(directory: string): Promise<SchemaTree> {
  const problems: Problem[] = [];
  const subjects: SubjectFolder[] = [];
  for (const path of await visibleNames(directory)) {
    await attempt(problems, path, async () => {
      if (!(await stat(join(directory, path))).isDirectory()) return;
      subjects.push(await readFolder(directory, path, problems));
    });
  }
  return { subjects, problems };
}

async function readFolder(directory: string, path: string, problems: Problem[]): Promise<SubjectFolder> {
  const subject = decodeFolderName(path);
  const names = await visibleNames(join(directory, path));
  const file = names.includes(subjectFileName)
    ? await readSubjectFile(directory, `${path}/${subjectFileName}`)
    : noSubjectFile;
  const versions: VersionFile[] = [];
  for (const name of names.filter((other) => other !== subjectFileName)) {
    const filePath = `${path}/${name}`;
    await attempt(problems, filePath, async () => {
      versions.push(await readVersionFile(directory, filePath, name, file));
    });
  }
  for (const version of file.references.keys()) {
    if (versions.some((found) => found.version === version)) continue;
    problems.push({ path: `${path}/${subjectFileName}`, reason: `There is no file of version ${version}` });
  }
  versions.sort((a, b) => a.version - b.version);
  return { path, subject, compatibility: file.compatibility, versions };
}

// Without what it says the versions can't be registered as meant, so that its folder is left out.
async function readSubjectFile(directory: string, path: string): Promise<SubjectFile> {
  try {
    return parseSubjectFile(await readText(join(directory, path)));
  } catch (error) {
    throw new Error(`${subjectFileName}: ${reasonOf(error)}`, { cause: error });
  }
}

async function readVersionFile(
  directory: string,
  path: string,
  name: string,
  file: SubjectFile,
): Promise<VersionFile> {
  const [, number = '', extension = ''] = /^([1-9]\d{0,8})\.([a-z]+)$/.exec(name) ?? [];
  const schemaType = schemaTypeOf[extension];
  if (!schemaType) throw new Error('Not named <version>.json, .avsc or .proto, nor subject.yaml');
  const version = Number(number);
  const text = await readText(join(directory, path));
  return { path, version, schemaType, text, references: file.references.get(version) ?? [] };
}

function decodeFolderName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    throw new Error('The folder name is not percent-encoded; write "%" as "%25"', { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('Not UTF-8 text', { cause: error });
  }
}

async function visibleNames(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory);
  return names.filter((name) => !name.startsWith('.')).sort();
}

async function attempt(problems: Problem[], path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    problems.push({ path, reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
