const pauseMs = 2;

/** Blocks until the condition holds, `patienceMs` milliseconds at most: for the end of the process alone. */
export function waitUntil(condition: () => boolean, patienceMs: number): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < patienceMs && !condition(); waited += pauseMs) {
    Atomics.wait(cell, 0, 0, pauseMs);
  }
}
