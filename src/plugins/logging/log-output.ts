import { BatchingDestination } from './batching-destination.ts';
import { RotatingFile } from './rotating-file.ts';

export interface LogOutputSettings {
  readonly LOG_FILE: string;
  readonly LOG_FILE_MAX_BYTES: number;
  readonly LOG_FILE_MAX_HOURS: number;
  readonly LOG_FILE_KEEP: number;
}

export interface LogOutput {
  readonly destination: BatchingDestination;
  /** Goes on in a new file, should somebody have moved the one so far. */
  readonly reopen: () => void;
}

const hour = 3_600_000;
const standardOutput = 1;

/** Where the settings send the log. @throws the file system's error when its file can't be opened */
export function openLogOutput(settings: LogOutputSettings): LogOutput {
  if (settings.LOG_FILE === '')
    return { destination: new BatchingDestination({ fd: standardOutput }), reopen: () => undefined };
  const file = new RotatingFile({
    path: settings.LOG_FILE,
    maxBytes: settings.LOG_FILE_MAX_BYTES,
    periodMs: settings.LOG_FILE_MAX_HOURS * hour,
    keep: settings.LOG_FILE_KEEP,
  });
  const destination = new BatchingDestination({ write: file.write });
  return {
    destination,
    reopen() {
      destination.flushSync();
      file.reopen();
    },
  };
}
