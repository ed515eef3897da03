import { statSync } from 'node:fs';
import { isSecretSetting } from './secret-settings.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Rights of a file's mode: of its group, and of everybody. */
const groupAndOthers = 0o077;
const groupMayWrite = 0o020;
const others = 0o007;

/** Files that are secret though their setting is the path alone. */
const secretFiles = new Set(['TLS_KEY_FILE']);
/** Directories that hold what a registry must not lose or show. */
const directories = ['DATA_DIR', 'BACKUP_DIR', 'AUDIT_LOG'];

/**
 * What is wrong with the modes of secrets and of directories that the settings name, one sentence for each: a
 * secret is for its owner alone, a directory for its owner and for its group to read. What is not there is fine.
 */
export function permissionWarnings(settings: Settings): readonly string[] {
  const secrets = Object.keys(settings).filter(
    (name) => secretFiles.has(name) || isSecretSetting(name.replace(/_FILE$/, ''), settings),
  );
  return [
    ...secrets
      .filter((name) => name.endsWith('_FILE'))
      .flatMap((name) => tooWide(settings, name, groupAndOthers, 'it should have mode 600')),
    ...directories.flatMap((name) =>
      tooWide(settings, name, others | groupMayWrite, 'it should have mode 700'),
    ),
  ];
}

function tooWide(settings: Settings, name: string, rights: number, advice: string): readonly string[] {
  const path = settings[name];
  if (typeof path !== 'string' || path === '') return [];
  const mode = modeOf(path);
  if (mode === undefined || (mode & rights) === 0) return [];
  return [`${name}: others than its owner may use ${path} (mode ${mode.toString(8)}); ${advice}`];
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return undefined;
  }
}
