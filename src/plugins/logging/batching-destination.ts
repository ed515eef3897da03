import { writeSync } from 'node:fs';

export interface BatchingDestinationOptions {
  /** File descriptor; 1 is standard output. */
  readonly fd: number;
  /** Characters to collect before a write. Default 65 536. */
  readonly batchLength?: number;
  /** Longest time that a line waits for company, in milliseconds. Default 200. */
  readonly flushIntervalMs?: number;
  /** Bytes that may wait for a reader or a disk that does not take them. Default 8 MiB. */
  readonly maxWaitingBytes?: number;
  /** Writes what it can, returns the number of bytes; for tests. */
  readonly write?: (fd: number, bytes: Buffer) => number;
}

const retryAfterMs = 5;

/**
 * Where log lines go: collected, so that many share one system call, and written whole and in order.
 * What the other end does not take waits in memory. At the limit the process waits for a slow reader
 * rather than lose lines; only when writing fails outright (disk full, reader gone) are lines dropped
 * beyond it, and counted.
 */
export class BatchingDestination {
  readonly #fd: number;
  readonly #batchLength: number;
  readonly #flushIntervalMs: number;
  readonly #maxWaitingBytes: number;
  readonly #write: (fd: number, bytes: Buffer) => number;
  #batch = '';
  #backlog: Buffer[] = [];
  #backlogBytes = 0;
  #droppedBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatchingDestinationOptions) {
    this.#fd = options.fd;
    this.#batchLength = options.batchLength ?? 65_536;
    this.#flushIntervalMs = options.flushIntervalMs ?? 200;
    this.#maxWaitingBytes = options.maxWaitingBytes ?? 8 * 1024 * 1024;
    this.#write = options.write ?? writeSync;
  }

  /** Bytes accepted and not yet written. */
  get waitingBytes(): number {
    return this.#backlogBytes + Buffer.byteLength(this.#batch);
  }

  /** Bytes lost because writing failed for so long that the limit was reached. */
  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  /** Takes one or more whole lines, each with its line feed. */
  write(lines: string): void {
    this.#batch += lines;
    if (this.#batch.length >= this.#batchLength) this.#flush();
    else if (this.#timer === undefined) this.#schedule();
  }

  /** Writes all that waits; for the end of the process, so it waits `patienceMs` at most for a slow reader. */
  flushSync(patienceMs = 1000): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#collect();
    const deadline = performance.now() + patienceMs;
    while (this.#drain() === 'busy' && performance.now() < deadline) pause();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, this.#flushIntervalMs).unref();
  }

  #flush(): void {
    this.#collect();
    let state = this.#drain();
    while (state === 'busy' && this.#backlogBytes > this.#maxWaitingBytes) {
      pause();
      state = this.#drain();
    }
    if (state === 'failed') this.#dropOldest();
    if (state !== 'done' && this.#timer === undefined) this.#schedule();
  }

  #collect(): void {
    if (this.#batch === '') return;
    const bytes = Buffer.from(this.#batch);
    this.#batch = '';
    this.#backlog.push(bytes);
    this.#backlogBytes += bytes.length;
  }

  #drain(): 'done' | 'busy' | 'failed' {
    try {
      for (let bytes = this.#backlog[0]; bytes !== undefined; bytes = this.#backlog[0]) {
        const written = this.#write(this.#fd, bytes);
        this.#backlogBytes -= written;
        if (written < bytes.length) this.#backlog[0] = bytes.subarray(written);
        else this.#backlog.shift();
      }
      return 'done';
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 'busy' : 'failed';
    }
  }

  #dropOldest(): void {
    while (this.#backlogBytes > this.#maxWaitingBytes) {
      const [oldest = Buffer.alloc(0), ...rest] = this.#backlog;
      this.#backlog = rest;
      this.#backlogBytes -= oldest.length;
      this.#droppedBytes += oldest.length;
    }
  }
}

// A descriptor that does not block gives no other way to wait in the middle of synchronous work.
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryAfterMs);
}
