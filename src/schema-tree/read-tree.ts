import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toVersion } from '../registry/version-id.ts';
import { subjectOfFolder } from './folder-name.ts';
import { compactJson, jsonProblem } from './json-layout.ts';
import {
  type DeclaredSettings,
  type DeclaredSubject,
  type DeclaredVersion,
  type Problem,
  parseVersionFileName,
  registryFileName,
  type SchemaTree,
  subjectFileName,
} from './model.ts';
import { reasonOf } from './reason.ts';
import { readSettings, settingNames } from './settings-fields.ts';
import { emptyEntry, emptySubjectFile, readSubjectFile, type SubjectFile } from './subject-file.ts';
import { readYaml } from './yaml-value.ts';

/**
 * Reads `registry.yaml`, `<subject>/subject.yaml` and `<subject>/<version>.<json|avsc|proto>`. Names that begin
 * with a dot and other files beside the folders are no concern of ours; anything else that doesn't fit
 * is a problem. Rejects only when the directory itself can't be read.
 */
export async function readTree(directory: string): Promise<SchemaTree> {
  const problems: Problem[] = [];
  const subjects = new Map<string, DeclaredSubject>();
  const names = await visibleNames(directory);
  for (const name of names) {
    const subject = await attempt(problems, name, () => readFolder(directory, name, problems));
    if (subject === undefined) continue;
    const other = subjects.get(subject.subject)?.settings.path;
    if (other === undefined) subjects.set(subject.subject, subject);
    else problems.push({ path: name, reason: `It is the same subject as ${other.split('/')[0]}` });
  }
  const { global, lastId } = await readRegistryFile(directory, names, problems);
  return { directory, global, lastId, subjects: [...subjects.values()], problems };
}

async function readRegistryFile(
  directory: string,
  names: readonly string[],
  problems: Problem[],
): Promise<{ readonly global: DeclaredSettings; readonly lastId: number | undefined }> {
  const path = registryFileName;
  const text = names.includes(path)
    ? await attempt(problems, path, () => readText(join(directory, path)))
    : undefined;
  const fields = readYaml(path, text ?? '', problems)?.fields([...settingNames, 'lastId']) ?? new Map();
  return { global: readSettings(path, fields), lastId: fields.get('lastId')?.wholeNumber(0) };
}

async function readFolder(
  directory: string,
  folder: string,
  problems: Problem[],
): Promise<DeclaredSubject | undefined> {
  if (!(await stat(join(directory, folder))).isDirectory()) return undefined;
  const names = await visibleNames(join(directory, folder));
  const path = `${folder}/${subjectFileName}`;
  const file = names.includes(subjectFileName)
    ? await attempt(problems, path, async () =>
        readSubjectFile(path, await readText(join(directory, path)), problems),
      )
    : emptySubjectFile(path);
  // Without what it says, the versions can't be taken as they are meant.
  if (file === undefined) return undefined;
  const subject = file.subject ?? subjectOfFolder(folder);
  if (subject === undefined) throw new Error('The folder name is not percent-encoded; write "%" as "%25"');
  const versions = inlineVersions(subject, file);
  for (const name of names.filter((other) => other !== subjectFileName)) {
    const filePath = `${folder}/${name}`;
    const version = await attempt(problems, filePath, () =>
      readVersionFile(directory, { subject, path: filePath, name, file }, problems),
    );
    if (version === undefined) continue;
    const other = versions.get(version.version)?.place.path;
    if (other === undefined) versions.set(version.version, version);
    else problems.push({ path: filePath, reason: `Version ${version.version} is in ${other} too` });
  }
  for (const [version, { place }] of file.versions) {
    const known = versions.has(version) || problems.some(({ path: at }) => isFileOf(at, folder, version));
    if (!known) problems.push({ ...place, reason: `There is no file of version ${version}` });
  }
  const ascending = [...versions.values()].sort((a, b) => a.version - b.version);
  return { subject, settings: file.settings, versions: ascending };
}

function inlineVersions(subject: string, file: SubjectFile): Map<number, DeclaredVersion> {
  const versions = new Map<number, DeclaredVersion>();
  for (const [number, { inline, ...entry }] of file.versions) {
    if (inline) versions.set(number, { ...entry, ...inline, subject, version: toVersion(number) });
  }
  return versions;
}

interface VersionFile {
  readonly subject: string;
  readonly path: string;
  readonly name: string;
  readonly file: SubjectFile;
}

async function readVersionFile(
  directory: string,
  { subject, path, name, file }: VersionFile,
  problems: Problem[],
): Promise<DeclaredVersion | undefined> {
  const parsed = parseVersionFileName(name);
  if (!parsed) throw new Error('Not named <version>.json, .avsc or .proto, nor subject.yaml');
  const { version, schemaType } = parsed;
  const text = await readText(join(directory, path));
  const entry = file.versions.get(version) ?? emptyEntry(path);
  const { inline: _inline, ...facts } = entry;
  const declared = { ...facts, subject, version: toVersion(version), place: { path }, schemaType };
  if (schemaType === 'PROTOBUF') return { ...declared, text };
  const wrong = jsonProblem(text);
  if (!wrong) return { ...declared, text: compactJson(text) };
  problems.push({ path, ...wrong });
  return undefined;
}

function isFileOf(path: string, folder: string, version: number): boolean {
  return path.startsWith(`${folder}/${version}.`);
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

async function attempt<T>(problems: Problem[], path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    problems.push({ path, reason: reasonOf(error) });
    return undefined;
  }
}
