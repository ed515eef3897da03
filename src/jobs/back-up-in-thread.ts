import { Worker } from 'node:worker_threads';
import { BackupError } from '../backup/backup-stage.ts';
import type { BackupReport } from '../backup/make-backup.ts';
import type { OutboundListener } from '../outbound/options.ts';
import type { BackupMessage } from './backup-thread-messages.ts';
import { tell } from './call-events.ts';
import type { BackupOrder } from './run-backup.ts';

/**
 * Runs a backup on a thread of its own, so that requests are answered meanwhile, and a fault of it, even
 * too little memory, is a failed backup alone. The signal ends it at once; the listener is told of its calls to S3.
 * @throws BackupError
 */
export async function runBackupInThread(
  order: BackupOrder,
  signal: AbortSignal,
  listener: OutboundListener = {},
): Promise<BackupReport> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: order });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  const { promise, resolve, reject } = Promise.withResolvers<BackupReport>();
  worker.on('message', (message: BackupMessage) => {
    if (message.kind === 'made') resolve(message.report);
    else if (message.kind === 'failed') reject(new BackupError(message.stage, message.message));
    else tell(listener, message);
  });
  worker.on('error', (cause: Error) => reject(new BackupError('dump', cause.message, { cause })));
  worker.on('exit', () => reject(new BackupError('dump', 'The backup was ended before it was made')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
