import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';

/** What a server starts from. */
export interface PreparedPostgres {
  /** The server's program. */
  readonly program: string;
  /** The files of an empty server, to be copied. */
  readonly data: string;
  /** Removes both, again if need be; not for those who only borrow them. */
  readonly dispose?: () => void;
}

/** Makes the files of a server, which takes longer than to start it; programs that must be copied go to a folder. */
export function preparePostgres(programs = tmpdir()): PreparedPostgres {
  const account = serverAccount();
  const { uid, gid } = account;
  const binaries = findBinaries(account, programs);
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-postgres-'));
  account.own(directory);
  const data = join(directory, 'data');
  const options = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const made = spawnSync(binaries.initdb, ['-D', data, '-U', 'postgres', ...options], {
    uid,
    gid,
    cwd: directory,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  return {
    program: binaries.postgres,
    data,
    dispose() {
      rmSync(directory, { recursive: true, force: true });
      binaries.dispose();
    },
  };
}
