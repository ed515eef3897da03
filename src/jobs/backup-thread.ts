import { parentPort, workerData } from 'node:worker_threads';
import { BackupError } from '../backup/backup-stage.ts';
import type { BackupMessage, BackupOutcome } from './backup-thread-messages.ts';
import { sendingListener } from './call-events.ts';
import { type BackupOrder, runBackup } from './run-backup.ts';

const send = (message: BackupMessage) => parentPort?.postMessage(message);

send(await outcomeOf(workerData as BackupOrder));

async function outcomeOf(order: BackupOrder): Promise<BackupOutcome> {
  try {
    return { kind: 'made', report: await runBackup(order, sendingListener(send)) };
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return { kind: 'failed', stage: error.stage, message: error.message };
  }
}
