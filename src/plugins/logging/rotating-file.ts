import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface RotatingFileOptions {
  readonly path: string;
  /** Size at which the next file is begun, in bytes. */
  readonly maxBytes: number;
  /** Length of the periods that have a file each, in milliseconds since 1970; 0 for none. */
  readonly periodMs: number;
  /** Earlier files that stay. */
  readonly keep: number;
  readonly now?: () => number;
}

const lineFeed = 10;

/**
 * A file of lines with mode 600. When it is full or its period is over it goes by the time of that, as in
 * `service.log.2026-01-31T00-00-00.000Z`, and a new one is begun. No line is ever divided.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  readonly #now: () => number;
  #fd: number;
  #size = 0;
  #period = 0;
  #atLineStart = true;

  /** @throws the file system's error when the file can't be opened */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#fd = this.#open();
  }

  /** Appends what it can of whole lines, and returns the number of bytes. @throws when nothing can be written */
  readonly write = (bytes: Uint8Array): number => {
    if (this.#atLineStart && this.#isOver(bytes.length)) this.#rotate();
    const written = writeSync(this.#fd, bytes);
    this.#size += written;
    if (written > 0) this.#atLineStart = bytes[written - 1] === lineFeed;
    return written;
  };

  /** Goes on in a file of this name, should somebody have moved the one so far. */
  reopen(): void {
    const next = this.#open();
    closeSync(this.#fd);
    this.#fd = next;
  }

  #open(): number {
    const fd = openSync(this.#options.path, 'a', 0o600);
    fchmodSync(fd, 0o600);
    const { size, mtimeMs } = fstatSync(fd);
    this.#size = size;
    this.#period = this.#periodOf(size === 0 ? this.#now() : mtimeMs);
    return fd;
  }

  #isOver(more: number): boolean {
    if (this.#size === 0) return false;
    return this.#size + more > this.#options.maxBytes || this.#periodOf(this.#now()) !== this.#period;
  }

  #periodOf(time: number): number {
    const { periodMs } = this.#options;
    return periodMs === 0 ? 0 : Math.floor(time / periodMs);
  }

  /** Where it fails, as on a full disk, the file so far goes on: a log that is too long beats none. */
  #rotate(): void {
    const { path } = this.#options;
    try {
      let time = this.#now();
      while (existsSync(nameAt(path, time))) time += 1;
      renameSync(path, nameAt(path, time));
      this.reopen();
      this.#retire();
    } catch {
      this.#period = this.#periodOf(this.#now());
    }
  }

  #retire(): void {
    const { path, keep } = this.#options;
    const start = `${basename(path)}.`;
    const earlier = readdirSync(dirname(path)).filter(
      (name) => name.startsWith(start) && stamp.test(name.slice(start.length)),
    );
    for (const name of earlier.toSorted().slice(0, Math.max(0, earlier.length - keep)))
      unlinkSync(join(dirname(path), name));
  }
}

const stamp = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/;

function nameAt(path: string, time: number): string {
  return `${path}.${new Date(time).toISOString().replaceAll(':', '-')}`;
}
