import { fdatasyncSync, fstatSync, writeSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chainLine, type Position } from './chain.ts';
import type { ChainStart } from './chain-start.ts';
import type { AuditEvent } from './event.ts';
import { EventQueue } from './event-queue.ts';
import { eventText } from './event-text.ts';
import { headText } from './head.ts';
import { filesToRetire, type Retention } from './retention.ts';
import { headFile, segmentName } from './segments.ts';
import type { OwnedTrail, TrailStats } from './trail.ts';
import { waitUntil } from './wait-until.ts';

export interface FileTrailOptions {
  readonly directory: string;
  readonly chain: number;
  /** For HMACs; undefined for hashes alone. */
  readonly key: string | undefined;
  readonly retention: Retention;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when writing begins to fail, with the cause, and when it goes on; what is recorded meanwhile waits. */
  readonly onState: (state: 'failing' | 'writing', cause?: unknown) => void;
  /** Told when it needs its files no more. */
  readonly onClosed: () => void;
}

/** Characters that may wait for the disk. */
const maxWaiting = 4 * 1024 * 1024;
const batchCharacters = 64 * 1024;
/** Lets events that come together share a system call. */
const gatherMs = 10;
/** Shortest time between two orders to the disk. */
const syncMs = 200;
const retryMs = 1000;

/**
 * Appends events to the files of a chain. Recording only queues; writing goes on beside, and the disk is told to
 * keep it within 200 ms. While the disk fails events wait in memory, and beyond 4 MiB of them new ones are counted
 * as dropped, which the chain tells of once it goes on.
 */
export class FileTrail implements OwnedTrail {
  readonly #options: FileTrailOptions;
  readonly #head: FileHandle;
  #file: FileHandle;
  #size: number;
  #startedAt: number;
  #position: Position;
  readonly #queue = new EventQueue(maxWaiting);
  /** Of the lines made last: what is not known to be in the file. */
  #unwritten: Buffer = Buffer.alloc(0);
  #unsynced = false;
  #syncedAt = 0;
  /** Files to remove once it is on disk that they are. */
  #retired: readonly string[] = [];
  #failing = false;
  #timer: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #ended = false;

  private constructor(
    options: FileTrailOptions,
    start: ChainStart,
    files: { head: FileHandle; file: FileHandle },
  ) {
    this.#options = options;
    this.#head = files.head;
    this.#file = files.file;
    this.#position = start.position;
    this.#size = start.segment?.size ?? 0;
    this.#startedAt = start.segment?.startedAt ?? Number.NaN;
    if (start.torn && !start.torn.endsLine) this.#unwritten = Buffer.from('\n');
  }

  /** Opens the files of a chain that this process alone adds to. */
  static async open(options: FileTrailOptions, start: ChainStart): Promise<FileTrail> {
    const { directory, chain } = options;
    const name = start.segment?.name ?? segmentName(chain, start.position.sequence + 1);
    // Made if missing, and not emptied.
    await (await open(headFile(directory, chain), 'a', 0o600)).close();
    const head = await open(headFile(directory, chain), 'r+');
    try {
      return new FileTrail(options, start, { head, file: await open(join(directory, name), 'a', 0o600) });
    } catch (error) {
      await head.close();
      throw error;
    }
  }

  get stats(): TrailStats {
    return {
      recorded: this.#queue.accepted,
      dropped: this.#queue.dropped,
      writing: !this.#failing,
      position: this.#position,
    };
  }

  record(event: AuditEvent): void {
    if (this.#ended) return;
    this.#queue.push(eventText(event, this.#options.now()));
    this.#schedule(this.#failing ? retryMs : gatherMs);
  }

  /** Writes all that waits, for the end of the process: waits `patienceMs` at most for a write under way. */
  flushSync(patienceMs = 1000): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    const descriptor = this.#file.fd;
    const expected = this.#size + this.#unwritten.length;
    if (this.#pumping) waitUntil(() => fstatSync(descriptor).size >= expected, patienceMs);
    try {
      let rest = this.#unwritten.subarray(fstatSync(descriptor).size - this.#size);
      while (rest.length > 0 || this.#queue.hasMore) {
        if (rest.length === 0) rest = this.#nextBatch();
        rest = rest.subarray(writeSync(descriptor, rest));
      }
      fdatasyncSync(descriptor);
      writeSync(this.#head.fd, headText(this.#position), 0);
    } catch (error) {
      this.#options.onState('failing', error);
    }
  }

  /** Writes what it can, tries once more where that fails, and lets go of the files. */
  async close(): Promise<void> {
    await this.#pumping;
    await this.#pump(true);
    this.#ended = true;
    clearTimeout(this.#timer);
    await Promise.allSettled([this.#file.close(), this.#head.close()]);
    this.#options.onClosed();
  }

  #schedule(ms: number): void {
    if (this.#ended || this.#pumping) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#pump(false);
    }, ms).unref();
  }

  #pump(toTheDisk: boolean): Promise<void> {
    this.#pumping ??= this.#write(toTheDisk).finally(() => {
      this.#pumping = undefined;
      if (this.#failing) this.#schedule(retryMs);
      else if (this.#queue.hasMore) this.#schedule(gatherMs);
      else if (this.#unsynced) this.#schedule(syncMs);
    });
    return this.#pumping;
  }

  async #write(toTheDisk: boolean): Promise<void> {
    try {
      while (!this.#ended && (this.#unwritten.length > 0 || this.#queue.hasMore)) {
        if (this.#unwritten.length === 0) {
          await this.#rotateWhenDue();
          this.#unwritten = this.#nextBatch();
        }
        const { bytesWritten } = await this.#file.write(this.#unwritten);
        if (this.#ended) return;
        this.#size += bytesWritten;
        this.#unwritten = this.#unwritten.subarray(bytesWritten);
        this.#unsynced = true;
      }
      if (toTheDisk || this.#options.now() - this.#syncedAt >= syncMs) await this.#sync();
      this.#becomes('writing');
    } catch (error) {
      this.#becomes('failing', error);
    }
  }

  async #sync(): Promise<void> {
    if (!this.#unsynced || this.#ended) return;
    const position = this.#position;
    await this.#file.datasync();
    this.#unsynced = this.#position !== position;
    this.#syncedAt = this.#options.now();
    await this.#head.write(headText(position), 0);
    const retired = this.#retired;
    this.#retired = [];
    await Promise.all(retired.map((path) => rm(path, { force: true })));
  }

  #becomes(state: 'failing' | 'writing', cause?: unknown): void {
    if (this.#failing === (state === 'failing')) return;
    this.#failing = state === 'failing';
    this.#options.onState(state, cause);
  }

  /** Makes lines of what waits, and of how many events were dropped. */
  #nextBatch(): Buffer {
    let lines = '';
    for (const text of this.#queue.take(batchCharacters)) lines += this.#line(text);
    const count = this.#queue.takeDropped();
    if (count > 0) lines += this.#line(this.#ownEvent('audit.dropped', 'failure', { count }));
    return Buffer.from(lines);
  }

  #line(members: string): string {
    const { text, position } = chainLine(members, this.#position, this.#options.key);
    this.#position = position;
    return `${text}\n`;
  }

  #ownEvent(event: string, outcome: AuditEvent['outcome'], details: AuditEvent['details']): string {
    return eventText({ event, outcome, actor: 'system', ...(details && { details }) }, this.#options.now());
  }

  async #rotateWhenDue(): Promise<void> {
    const { directory, chain, retention, now } = this.#options;
    if (Number.isNaN(this.#startedAt)) this.#startedAt = now();
    const old = retention.maxFileMs > 0 && now() - this.#startedAt >= retention.maxFileMs;
    if (this.#size === 0 || (!old && this.#size < retention.maxFileBytes)) return;
    await this.#sync();
    const name = segmentName(chain, this.#position.sequence + 1);
    const next = await open(join(directory, name), 'a', 0o600);
    await this.#file.close();
    this.#file = next;
    this.#size = 0;
    this.#startedAt = now();
    const retired = filesToRetire(directory, chain, retention.filesKept);
    for (const { details } of retired) {
      this.#queue.push(this.#ownEvent('audit.retired', 'success', { ...details }));
    }
    this.#retired = [...this.#retired, ...retired.map(({ path }) => path)];
  }
}
