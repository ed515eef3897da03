import { writeSync } from 'node:fs';

export interface BatchingDestinationOptions {
  /** File descriptor; 1, which is unless given, is standard output. */
  readonly fd?: number;
  /** Bytes to collect before a write. Default 65 536. */
  readonly batchBytes?: number;
  /** Longest time that a line waits for company, in milliseconds. Default 200. */
  readonly flushIntervalMs?: number;
  /** Bytes that may wait for a reader or a disk that does not take them. Default 8 MiB. */
  readonly maxWaitingBytes?: number;
  /** Writes what it can, returns the number of bytes; unless given, to the descriptor. */
  readonly write?: (bytes: Buffer) => number;
}

const retryAfterMs = 5;
/** UTF-8 takes up to three for each UTF-16 code unit. */
const maxBytesPerCharacter = 3;

/**
 * Where log lines go: collected, so that many share one system call, and written whole and in order.
 * What the other end does not take waits in memory. At the limit the process waits for a slow reader
 * rather than lose lines; only when writing fails outright (disk full, reader gone) are lines dropped
 * beyond it, and counted.
 */
export class BatchingDestination {
  readonly #flushIntervalMs: number;
  readonly #maxWaitingBytes: number;
  readonly #write: (bytes: Buffer) => number;
  #batch: Buffer;
  #batchUsed = 0;
  #backlog: Buffer[] = [];
  #backlogBytes = 0;
  #droppedBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatchingDestinationOptions) {
    this.#batch = Buffer.allocUnsafe(options.batchBytes ?? 65_536);
    this.#flushIntervalMs = options.flushIntervalMs ?? 200;
    this.#maxWaitingBytes = options.maxWaitingBytes ?? 8 * 1024 * 1024;
    const { fd = 1 } = options;
    this.#write = options.write ?? ((bytes) => writeSync(fd, bytes));
  }

  /** Bytes accepted and not yet written. */
  get waitingBytes(): number {
    return this.#backlogBytes + this.#batchUsed;
  }

  /** Bytes lost because writing failed for so long that the limit was reached. */
  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  /** Takes one or more whole lines, each with its line feed. */
  write(lines: string): void {
    const most = lines.length * maxBytesPerCharacter;
    if (most > this.#batch.length - this.#batchUsed) this.#flush();
    if (most > this.#batch.length) return this.#flush(Buffer.from(lines));
    this.#batchUsed += this.#batch.write(lines, this.#batchUsed);
    if (this.#timer === undefined) this.#schedule();
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

  #flush(more?: Buffer): void {
    this.#collect();
    if (more !== undefined) this.#keep(more);
    let state = this.#drain();
    while (state === 'busy' && this.#backlogBytes > this.#maxWaitingBytes) {
      pause();
      state = this.#drain();
    }
    if (state === 'failed') this.#dropOldest();
    if (state === 'done') return;
    // What waits keeps the memory that it is in.
    this.#batch = Buffer.allocUnsafe(this.#batch.length);
    if (this.#timer === undefined) this.#schedule();
  }

  #collect(): void {
    if (this.#batchUsed > 0) this.#keep(this.#batch.subarray(0, this.#batchUsed));
    this.#batchUsed = 0;
  }

  #keep(bytes: Buffer): void {
    this.#backlog.push(bytes);
    this.#backlogBytes += bytes.length;
  }

  #drain(): 'done' | 'busy' | 'failed' {
    try {
      for (let bytes = this.#backlog[0]; bytes !== undefined; bytes = this.#backlog[0]) {
        const written = this.#write(bytes);
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
