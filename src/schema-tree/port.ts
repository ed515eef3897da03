import type { SchemaRequest } from '../registry/candidate.ts';
import type { ConfigUpdate } from '../registry/config-update.ts';
import type { StoredSchema, SubjectVersion, Version } from '../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../registry/settings.ts';

/** A version with its schema. */
export interface HeldVersion extends SubjectVersion {
  readonly schema: Omit<StoredSchema, 'guid'>;
}

export interface HeldSettings {
  readonly config?: Config | undefined;
  readonly mode?: Mode | undefined;
}

/** A registry, in this process or elsewhere, as a tree is compared with and brought to it. */
export interface RegistryPort {
  /**
   * False when a level that is not set can't be told from the default one, as over HTTP: such a level is
   * neither compared with nor taken away.
   */
  readonly tellsUnsetLevels: boolean;
  /** Subjects that have a live version. */
  liveSubjects(): Promise<readonly string[]>;
  /** Live and deleted versions that are the subject's own, ascending. */
  versions(subject: string): Promise<readonly HeldVersion[]>;
  settings(scope: SettingsScope): Promise<HeldSettings>;

  /** Resolves with the version that the schema is. Rejects with `Refusal`, as do the others. */
  register(subject: string, request: SchemaRequest): Promise<Version>;
  /** Undefined removes the config. */
  setConfig(scope: SettingsScope, update: ConfigUpdate | undefined): Promise<void>;
  /** Undefined removes the mode. */
  setMode(scope: SettingsScope, mode: Mode | undefined): Promise<void>;
  /** Marks the version as deleted; it can still be read by those who ask for it. */
  deleteVersion(subject: string, version: Version): Promise<void>;
}

/** The registry answered that it will not do this; asking again is no use. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
