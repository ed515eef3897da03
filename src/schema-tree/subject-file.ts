import { type SchemaReference, type SchemaType, schemaTypes } from '../registry/schema.ts';
import { toVersion } from '../registry/version-id.ts';
import { readMetadata, readRuleSet } from './attachment-fields.ts';
import type { DeclaredSettings, DeclaredVersion, Place, Problem } from './model.ts';
import { readSettings, settingNames } from './settings-fields.ts';
import { readYaml, type YamlValue } from './yaml-value.ts';

/** What `subject.yaml` says of one version. */
export interface VersionEntry
  extends Pick<
    DeclaredVersion,
    'references' | 'referencePlaces' | 'metadata' | 'ruleSet' | 'deleted' | 'id' | 'timestamp'
  > {
  readonly place: Place;
  /** The text itself, where a file can't hold it exactly. */
  readonly inline?: { readonly schemaType: SchemaType; readonly text: string } | undefined;
}

export interface SubjectFile {
  /** The name, where the folder's name does not say it. */
  readonly subject?: string | undefined;
  readonly settings: DeclaredSettings;
  readonly versions: ReadonlyMap<number, VersionEntry>;
}

const versionKeys = [
  'references',
  'metadata',
  'ruleSet',
  'deleted',
  'id',
  'timestamp',
  'schemaType',
  'text',
] as const;

/** Reads the text of a `subject.yaml`; undefined when it is not YAML. Other problems leave their value out. */
export function readSubjectFile(path: string, text: string, problems: Problem[]): SubjectFile | undefined {
  const fields = readYaml(path, text, problems)?.fields(['subject', ...settingNames, 'versions']);
  if (fields === undefined) return undefined;
  const versions = new Map<number, VersionEntry>();
  for (const [key, value] of fields.get('versions')?.fields() ?? []) {
    const version = /^[1-9]\d{0,9}$/.test(key) && Number(key) < 2 ** 31 ? Number(key) : undefined;
    if (version === undefined) value.refuse(`versions.${key} must be a version from 1`);
    else versions.set(version, readEntry(path, value));
  }
  return { subject: fields.get('subject')?.text(), settings: readSettings(path, fields), versions };
}

/** What a subject without a `subject.yaml` has. */
export function emptySubjectFile(path: string): SubjectFile {
  return { settings: readSettings(path, new Map()), versions: new Map() };
}

/** What a version without an entry has. */
export function emptyEntry(path: string): VersionEntry {
  return { place: { path }, references: [], referencePlaces: [], deleted: false };
}

function readEntry(path: string, value: YamlValue): VersionEntry {
  const fields = value.fields(versionKeys);
  const references = fields.get('references')?.list() ?? [];
  const metadata = fields.get('metadata');
  const ruleSet = fields.get('ruleSet');
  const text = fields.get('text')?.text();
  const schemaType = fields.get('schemaType')?.oneOf(schemaTypes);
  if ((text === undefined) !== (schemaType === undefined)) {
    value.refuse('text and schemaType go together; a text in a file of its own needs neither');
  }
  return {
    place: { path, line: value.line },
    references: references.map(readReference),
    referencePlaces: references.map(({ line }) => ({ path, line })),
    metadata: metadata && readMetadata(metadata),
    ruleSet: ruleSet && readRuleSet(ruleSet),
    deleted: fields.get('deleted')?.flag() ?? false,
    id: fields.get('id')?.wholeNumber(1),
    timestamp: fields.get('timestamp')?.wholeNumber(0),
    inline: text === undefined || schemaType === undefined ? undefined : { text, schemaType },
  };
}

function readReference(value: YamlValue): SchemaReference {
  const fields = value.fields(['name', 'subject', 'version']);
  for (const key of ['name', 'subject', 'version']) {
    if (!fields.has(key)) value.refuse(`A reference needs a ${key}`);
  }
  return {
    name: fields.get('name')?.text() ?? '',
    subject: fields.get('subject')?.text() ?? '',
    version: toVersion(fields.get('version')?.wholeNumber(1) ?? 1),
  };
}
