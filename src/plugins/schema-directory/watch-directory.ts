import { watch } from 'node:fs';

/** Files of one change come in bursts: this long after the last one, in milliseconds, it counts as whole. */
const quietMs = 300;

export interface DirectoryWatch {
  close(): void;
}

/**
 * Calls `onChange` after something in the directory or below it changed, once a burst. `onError` hears that the
 * system no longer tells of changes.
 * @throws Error when the directory can't be watched
 */
export function watchDirectory(
  directory: string,
  onChange: () => void,
  onError: (error: Error) => void,
): DirectoryWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(directory, { recursive: true, persistent: false }, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs).unref();
  });
  watcher.on('error', onError);
  return {
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
