import { parse, YAMLParseError } from 'yaml';
import type { SchemaReference, Version } from '../../registry/schema.ts';
import { toVersion } from '../../registry/version-id.ts';

/** What `subject.yaml` says beyond the schemas themselves. */
export interface SubjectFile {
  /** As written; the registry says whether there is such a level. */
  readonly compatibility?: string;
  readonly references: ReadonlyMap<number, readonly SchemaReference[]>;
}

export const noSubjectFile: SubjectFile = { references: new Map() };

/**
 * Reads the text of a `subject.yaml`. Throws an Error that says what to change; an unknown key is one,
 * since a misspelt level would leave a subject less protected than its owner believes.
 */
export function parseSubjectFile(text: string): SubjectFile {
  const root = readRecord(parseYaml(text) ?? {}, 'The file', ['compatibility', 'versions']);
  const references = new Map<number, readonly SchemaReference[]>();
  for (const [key, value] of Object.entries(readRecord(root.versions ?? {}, 'versions'))) {
    const version = readVersion(Number(key), `versions.${key}`);
    const settings = readRecord(value ?? {}, `versions.${key}`, ['references']);
    references.set(version, readReferences(settings.references ?? [], `versions.${key}.references`));
  }
  const { compatibility } = root;
  if (compatibility === undefined) return { references };
  return { compatibility: readText(compatibility, 'compatibility'), references };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new Error(`Not valid YAML: ${error.message.split('\n')[0]}`, { cause: error });
  }
}

function readReferences(value: unknown, place: string): readonly SchemaReference[] {
  if (!Array.isArray(value)) throw new Error(`${place} must be a list`);
  return value.map((item: unknown, index) => {
    const at = `${place}[${index}]`;
    const { name, subject, version } = readRecord(item, at, ['name', 'subject', 'version']);
    return {
      name: readText(name, `${at}.name`),
      subject: readText(subject, `${at}.subject`),
      version: readVersion(version, `${at}.version`),
    };
  });
}

function readRecord(value: unknown, place: string, keys?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${place} must be a mapping`);
  }
  for (const key of Object.keys(value)) {
    if (keys && !keys.includes(key)) {
      throw new Error(`${place} has the unknown key "${key}"; known are ${keys.join(', ')}`);
    }
  }
  return { ...value };
}

function readText(value: unknown, place: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${place} must be text`);
  return value;
}

function readVersion(value: unknown, place: string): Version {
  if (!Number.isInteger(value) || Number(value) < 1) throw new Error(`${place} must be a version from 1`);
  return toVersion(Number(value));
}
