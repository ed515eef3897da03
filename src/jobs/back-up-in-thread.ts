import { Worker } from 'node:worker_threads';
import { BackupError } from '../backup/backup-stage.ts';
import type { BackupReport } from '../backup/make-backup.ts';
import type { BackupOutcome } from './backup-thread-messages.ts';
import type { BackupOrder } from './run-backup.ts';

/**
 * Runs a backup on a thread of its own, so that requests are answered meanwhile, and a fault of it, even
 * too little memory, is a failed backup alone. The signal ends it at once.
 * @throws BackupError
 */
export async function runBackupInThread(order: BackupOrder, signal: AbortSignal): Promise<BackupReport> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: order });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  const { promise, resolve, reject } = Promise.withResolvers<BackupReport>();
  worker.on('message', (outcome: BackupOutcome) => {
    if (outcome.kind === 'made') resolve(outcome.report);
    else reject(new BackupError(outcome.stage, outcome.message));
  });
  worker.on('error', (cause: Error) => reject(new BackupError('dump', cause.message, { cause })));
  worker.on('exit', () => reject(new BackupError('dump', 'The backup was ended before it was made')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
