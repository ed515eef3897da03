import { type Stats, statSync } from 'node:fs';
import { isSecretSetting } from './secret-settings.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Rights of a file's mode: of its group, and of everybody. */
const groupAndOthers = 0o077;
const groupMayRead = 0o040;
const groupMayWrite = 0o020;
const othersMayWrite = 0o002;
const others = 0o007;

/** Files that are secret though their setting is the path alone. */
const secretFiles = new Set(['TLS_KEY_FILE', 'LOG_FILE']);
/** Files that anybody may know, and that say what the service does. */
const steeringFiles = ['FLAGS_FILE'];
/** Directories that hold what a registry must not lose or show. */
const directories = ['DATA_DIR', 'BACKUP_DIR', 'AUDIT_LOG'];

/** A file or directory that others than its owner may use. */
export interface LoosePath {
  readonly holds: 'secret' | 'other';
  /** What is wrong, and what should be, in one sentence. */
  readonly warning: string;
}

/**
 * What is wrong with the modes of secrets and of directories that the settings name: a secret is for its owner alone,
 * or root's and lent to the service, a directory for its owner and for its group to read, and what steers the service
 * for its owner to write. What is not there is fine.
 */
export function loosePaths(settings: Settings): readonly LoosePath[] {
  const secrets = Object.keys(settings).filter(
    (name) => secretFiles.has(name) || holdsSecret(name, settings),
  );
  const loose = (holds: LoosePath['holds'], warnings: readonly string[]) =>
    warnings.map((warning) => ({ holds, warning }));
  return [
    ...secrets.flatMap((name) =>
      loose(
        name === 'LOG_FILE' ? 'other' : 'secret',
        tooWide(settings, name, groupAndOthers, 'it should have mode 600'),
      ),
    ),
    ...steeringFiles.flatMap((name) =>
      loose('other', tooWide(settings, name, groupMayWrite | othersMayWrite, 'it should have mode 644')),
    ),
    ...directories.flatMap((name) =>
      loose('other', tooWide(settings, name, others | groupMayWrite, 'it should have mode 700')),
    ),
  ];
}

/** The same, as one sentence for each. */
export function permissionWarnings(settings: Settings): readonly string[] {
  return loosePaths(settings).map(({ warning }) => warning);
}

/** Whether a setting is the path of a file with the value of another one. */
function holdsSecret(name: string, settings: Settings): boolean {
  const held = name.replace(/_FILE$/, '');
  return held !== name && held in settings && isSecretSetting(held, settings);
}

/** Who the service is to the operating system. */
interface Identity {
  readonly uid: number;
  readonly groups: readonly number[];
}

/**
 * Whether a file is root's and this service may read it by its group, and nobody else: so Kubernetes gives secrets
 * to a pod that does not run as root (`fsGroup`).
 */
export function isLentByRoot(file: Pick<Stats, 'mode' | 'uid' | 'gid'>, service: Identity): boolean {
  return (
    file.uid === 0 &&
    service.uid !== 0 &&
    service.groups.includes(file.gid) &&
    (file.mode & groupAndOthers) === groupMayRead
  );
}

function tooWide(settings: Settings, name: string, rights: number, advice: string): readonly string[] {
  const path = settings[name];
  if (typeof path !== 'string' || path === '') return [];
  const file = statOf(path);
  if (file === undefined || (file.mode & rights) === 0 || isLentByRoot(file, thisProcess())) return [];
  return [
    `${name}: others than its owner may use ${path} (mode ${(file.mode & 0o777).toString(8)}); ${advice}`,
  ];
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Systems without such ids are taken for root, to whom nothing is lent. */
function thisProcess(): Identity {
  return { uid: process.getuid?.() ?? 0, groups: process.getgroups?.() ?? [] };
}
