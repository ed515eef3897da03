import { chownSync } from 'node:fs';

/** Who runs the database server: PostgreSQL refuses the superuser. */
export interface Account {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** Makes a file or directory theirs. */
  own(path: string): void;
}

const nobody = 65_534;

/** The user of this process, or nobody's account when that is the superuser. */
export function serverAccount(): Account {
  if (process.geteuid?.() !== 0) return { uid: undefined, gid: undefined, own: () => undefined };
  return { uid: nobody, gid: nobody, own: (path) => chownSync(path, nobody, nobody) };
}
