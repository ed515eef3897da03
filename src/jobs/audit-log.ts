import { join } from 'node:path';
import { type Lock, openFileTrail } from '../audit/open-trail.ts';
import { StreamTrail } from '../audit/stream-trail.ts';
import type { OwnedTrail } from '../audit/trail.ts';
import type { Config } from '../config.ts';
import { lockFile } from '../storage/sqlite/directory-lock.ts';
import { StoreOpenError } from '../storage/sqlite/open-error.ts';

export type AuditSettings = Pick<
  Config,
  | 'DATA_DIR'
  | 'AUDIT_LOG'
  | 'AUDIT_KEY'
  | 'AUDIT_FILE_MAX_BYTES'
  | 'AUDIT_FILE_MAX_HOURS'
  | 'AUDIT_FILES_KEPT'
>;

export interface AuditLogListeners {
  /** Takes the lines when they go to no file. */
  readonly write: (line: string) => void;
  /** Told what a crash or somebody else did to the end of the log. */
  readonly onFinding: (sentence: string) => void;
  readonly onState: (state: 'failing' | 'writing', cause?: unknown) => void;
}

/** Short ones can be guessed. */
const minKeyCharacters = 32;
const hourMs = 3_600_000;

/**
 * Opens the audit log that the settings name; undefined when they want none.
 * @throws Error with a sentence for the operator when it can't be opened: nothing is to be done unrecorded
 */
export async function openAuditLog(
  settings: AuditSettings,
  { write, onFinding, onState }: AuditLogListeners,
): Promise<OwnedTrail | undefined> {
  if (settings.AUDIT_LOG === 'off') return undefined;
  const [key] = auditKeys(settings);
  const common = { key, now: Date.now, onFinding, onState };
  if (settings.AUDIT_LOG === 'stdout') return new StreamTrail({ ...common, write });
  const directory = auditDirectory(settings);
  const retention = {
    maxFileBytes: settings.AUDIT_FILE_MAX_BYTES,
    maxFileMs: settings.AUDIT_FILE_MAX_HOURS * hourMs,
    filesKept: settings.AUDIT_FILES_KEPT,
  };
  try {
    return await openFileTrail({ ...common, directory, retention, lock });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const setting = settings.AUDIT_LOG === '' ? 'DATA_DIR' : 'AUDIT_LOG';
    throw new Error(`The audit log can't be kept in ${directory}: ${reason}. See ${setting}.`, {
      cause: error,
    });
  }
}

/** Where the files of the audit log are, if it is kept in files. */
export function auditDirectory({ AUDIT_LOG, DATA_DIR }: Pick<Config, 'AUDIT_LOG' | 'DATA_DIR'>): string {
  return AUDIT_LOG === '' ? join(DATA_DIR, 'audit') : AUDIT_LOG;
}

/**
 * The keys of the audit log, the newest first.
 * @throws Error when one is too short
 */
export function auditKeys({ AUDIT_KEY }: Pick<Config, 'AUDIT_KEY'>): readonly string[] {
  const keys = AUDIT_KEY.split(/\s+/).filter((key) => key !== '');
  if (keys.some((key) => key.length < minKeyCharacters)) {
    throw new Error(
      `AUDIT_KEY holds a key of less than ${minKeyCharacters} characters; make one that can't be guessed`,
    );
  }
  return keys;
}

function lock(file: string): Lock | undefined {
  try {
    return lockFile(file);
  } catch (error) {
    if (error instanceof StoreOpenError && error.reason === 'in-use') return undefined;
    throw error;
  }
}
