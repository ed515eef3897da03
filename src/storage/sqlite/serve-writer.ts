import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { batchCommitter } from './commit-batch.ts';
import type { WriterReply, WriterRequest } from './writer-messages.ts';

/** Commits what the port asks for, until told to close; the connection and the port are then closed. */
export function serveWriter(port: MessagePort, database: DatabaseSync): void {
  const commit = batchCommitter(database);
  port.on('message', (request: WriterRequest) => {
    if (request.kind === 'close') {
      // The last connection to close carries the log over into the database file.
      database.close();
      port.close();
      return;
    }
    reply(port, { kind: 'committed', ...commit(request.changes) });
  });
  reply(port, { kind: 'ready' });
}

function reply(port: MessagePort, message: WriterReply): void {
  port.postMessage(message);
}
