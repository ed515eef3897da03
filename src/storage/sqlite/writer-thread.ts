import { parentPort, workerData } from 'node:worker_threads';
import { openWriteConnection } from './connection.ts';
import { serveWriter } from './serve-writer.ts';
import type { WriterData } from './writer-messages.ts';

const { file, busyTimeout } = workerData as WriterData;
if (parentPort) serveWriter(parentPort, openWriteConnection(file, { busyTimeout }));
