import type { Metadata, RuleSet, SchemaReference, SchemaType, Version } from '../registry/schema.ts';
import type { Config, Mode } from '../registry/settings.ts';

/** Where something stands: a path below the schema directory and, where there is one, a line from 1. */
export interface Place {
  readonly path: string;
  readonly line?: number | undefined;
}

/** What can't be done as the tree has it, and why. */
export interface Problem extends Place {
  readonly reason: string;
}

export interface DeclaredVersion {
  readonly subject: string;
  readonly version: Version;
  /** The file of the text. */
  readonly place: Place;
  readonly schemaType: SchemaType;
  /** As in the file; of JSON and Avro without the whitespace around its parts. */
  readonly text: string;
  readonly references: readonly SchemaReference[];
  /** Of each reference. */
  readonly referencePlaces: readonly Place[];
  readonly metadata?: Metadata | undefined;
  readonly ruleSet?: RuleSet | undefined;
  readonly deleted: boolean;
  /** What only a registry can give; an export has them, and an import keeps them. */
  readonly id?: number | undefined;
  readonly timestamp?: number | undefined;
}

/** Keys of config as declared; null says that the key is not set. */
export type DeclaredConfig = { readonly [Key in keyof Config]: Config[Key] | null };

export interface DeclaredSettings {
  /** The file that has them, or would. */
  readonly path: string;
  readonly config: DeclaredConfig;
  readonly mode?: Mode | null | undefined;
  /** By key of the file. */
  readonly lines: ReadonlyMap<string, number>;
}

export interface DeclaredSubject {
  readonly subject: string;
  readonly settings: DeclaredSettings;
  /** Ascending. */
  readonly versions: readonly DeclaredVersion[];
}

/** What a schema directory says a registry shall hold. */
export interface SchemaTree {
  /** Where its files are. */
  readonly directory: string;
  readonly global: DeclaredSettings;
  /** The highest id given out, in an export. */
  readonly lastId?: number | undefined;
  /** By folder name. */
  readonly subjects: readonly DeclaredSubject[];
  /** Files that can't be read as what they should be. */
  readonly problems: readonly Problem[];
}

export const registryFileName = 'registry.yaml';
export const subjectFileName = 'subject.yaml';

const extensions: Readonly<Record<SchemaType, string>> = { JSON: 'json', AVRO: 'avsc', PROTOBUF: 'proto' };

/** The ending of a version's file, which tells the type. */
export function extensionOf(type: SchemaType): string {
  return extensions[type];
}

/** A version file's number and type; undefined when the name is not one of a version file. */
export function parseVersionFileName(
  name: string,
): { readonly version: number; readonly schemaType: SchemaType } | undefined {
  const [, digits = '', extension] = /^([1-9]\d{0,9})\.([a-z]+)$/.exec(name) ?? [];
  const version = Number(digits);
  const types: readonly SchemaType[] = ['JSON', 'AVRO', 'PROTOBUF'];
  const schemaType = types.find((type) => extensions[type] === extension);
  return schemaType === undefined || version >= 2 ** 31 ? undefined : { version, schemaType };
}
