/** A backup in its place; every one listed was verified before it got its name. */
export interface StoredBackup {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly createdAt: Date;
}

/** Where backups are kept. Every method rejects with what the operator should read. */
export interface BackupTarget {
  /** Where it is, for people; without secrets. */
  readonly location: string;
  /** Path at which a backup is to be written before it is stored; `scratch` is a directory of the caller's. */
  stagingFile(scratch: string): Promise<string>;
  /** Moves a file in under a name, whole or not at all, and resolves when it is safe there. */
  store(staged: string, name: string): Promise<void>;
  /** Verified backups, the newest first. */
  list(): Promise<readonly StoredBackup[]>;
  /** A path where the backup can be read: as it is, or a copy in `scratch`. */
  localFile(name: string, scratch: string): Promise<string>;
  remove(name: string): Promise<void>;
}

/** Those entries of a target that are verified backups, the newest first. */
export function newestFirst(backups: readonly StoredBackup[]): readonly StoredBackup[] {
  return backups.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}
