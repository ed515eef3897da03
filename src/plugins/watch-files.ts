import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Files of one change, such as certificate and key, are written one after the other: this long after the last, in milliseconds, all are there. */
const quietMs = 300;
/** How often to look where the system does not tell of changes, such as on a network's file system, in milliseconds. */
const pollMs = 60_000;

/**
 * Calls `onChange` when something happened beside one of the files, once a burst, and now and then without cause.
 * Their directories are watched, since files are replaced rather than written, and on Kubernetes by way of a link.
 */
export function watchFiles(paths: readonly string[], onChange: () => void): { close(): void } {
  let burst: NodeJS.Timeout | undefined;
  const poll = setInterval(onChange, pollMs).unref();
  const watchers = [...new Set(paths.map((path) => dirname(path)))].flatMap((directory) =>
    watcherOf(directory, () => {
      clearTimeout(burst);
      burst = setTimeout(onChange, quietMs).unref();
    }),
  );
  return {
    close() {
      clearTimeout(burst);
      clearInterval(poll);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function watcherOf(directory: string, onEvent: () => void): FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent);
    // From then on, polling is what is left.
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
