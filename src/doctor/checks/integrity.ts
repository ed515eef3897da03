import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessFileIn } from '../../storage/sqlite/access-file.ts';
import { databaseIn } from '../../storage/sqlite/data-directory.ts';
import type { Check } from '../check.ts';
import { type Finding, notChecked, ok, problem, together } from '../finding.ts';
import type { FileAnswer } from '../integrity-process.ts';

/** Reads every page of the files of the embedded store, and compares what they say of each other. */
export const integrity: Check = {
  id: 'integrity',
  looksAt: 'the files of the embedded store (`PRAGMA quick_check`)',
  async run({ config, signal }) {
    if (config.DATABASE_URL !== '')
      return notChecked('the store is in PostgreSQL, which checks its own files');
    const files = [databaseIn(config.DATA_DIR), accessFileIn(config.DATA_DIR)].filter((file) =>
      existsSync(file),
    );
    if (files.length === 0) return notChecked('there is no store yet: the first start makes it');
    const answers = await askProcess(files, signal);
    if (answers === undefined)
      return notChecked('reading the files takes longer: give it more time by --timeout');
    return together(answers.map(judge), `${files.join(', ')} are whole`);
  },
};

function judge({ file, complaints, failure }: FileAnswer): Finding {
  if (failure !== undefined) return problem(failure, 'see the data directory and its rights');
  if (complaints.length === 0) return ok(file);
  return problem(
    `${file} is damaged: ${complaints.join(', ')}`,
    'stop the service, keep a copy, restore a backup: docs/runbooks/restore.md',
  );
}

/**
 * In a process of its own, since nothing stops SQLite amid its work but the end of the process. Undefined when it was
 * ended by the signal.
 */
async function askProcess(
  files: readonly string[],
  signal: AbortSignal,
): Promise<readonly FileAnswer[] | undefined> {
  const script = fileURLToPath(new URL('../integrity-process.ts', import.meta.url));
  const child = fork(script, files, { execArgv: [], env: {}, signal, killSignal: 'SIGKILL', silent: true });
  let answers: readonly FileAnswer[] | undefined;
  child.on('message', (message) => {
    answers = message as readonly FileAnswer[];
  });
  // Of the signal; what it means is seen at the end.
  child.on('error', () => undefined);
  await once(child, 'exit').catch(() => undefined);
  if (answers === undefined && !signal.aborted)
    throw new Error('the process that reads the files ended early');
  return answers;
}
