import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BatchingDestination } from '../../../src/plugins/logging/batching-destination.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Takes what it is allowed to, and fails as told. */
class Output {
  text = '';
  writes = 0;
  error: Error | undefined;
  /** Bytes taken in one call. */
  capacity = Number.POSITIVE_INFINITY;
  /** Called at the start of each write. */
  onWrite: () => void = () => undefined;

  readonly write = (bytes: Buffer): number => {
    this.writes += 1;
    this.onWrite();
    if (this.error !== undefined) throw this.error;
    const taken = bytes.subarray(0, this.capacity);
    this.text += taken.toString('latin1');
    return taken.length;
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a log destination', () => {
  it('writes whole lines to a file, in order, at the end', () => {
    const file = join(temporaryDirectory(), 'log');
    const fd = openSync(file, 'w');
    const destination = new BatchingDestination({ fd });
    destination.write('one\n');
    destination.write('zwölf\n');
    expect(destination.waitingBytes).toBe(11);
    destination.flushSync();
    closeSync(fd);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwölf\n');
    expect(destination.waitingBytes).toBe(0);
  });

  it('collects lines as long as a batch has room, then writes them in one go', () => {
    const output = new Output();
    const destination = new BatchingDestination({ batchBytes: 30, write: output.write });
    for (const line of ['aaaa\n', 'bbb\n', 'cc\n']) destination.write(line);
    expect(output.writes).toBe(0);
    destination.write('longer\n');
    expect(output).toMatchObject({ text: 'aaaa\nbbb\ncc\n', writes: 1 });
    expect(destination.waitingBytes).toBe(7);
  });

  it('writes lines that no batch could hold, in their order', () => {
    const output = new Output();
    const destination = new BatchingDestination({ batchBytes: 30, write: output.write });
    destination.write('short\n');
    destination.write(`${'long'.repeat(20)}\n`);
    expect(output.text).toBe(`short\n${'long'.repeat(20)}\n`);
  });

  it('does not let a line wait longer than the interval', () => {
    const output = new Output();
    const destination = new BatchingDestination({ flushIntervalMs: 50, write: output.write });
    destination.write('line\n');
    vi.advanceTimersByTime(49);
    expect(output.text).toBe('');
    vi.advanceTimersByTime(1);
    expect(output.text).toBe('line\n');
  });

  it('goes on where a partial write ended', () => {
    const output = new Output();
    output.capacity = 3;
    const destination = new BatchingDestination({ write: output.write });
    destination.write('0123456789\n');
    destination.flushSync();
    expect(output.text).toBe('0123456789\n');
  });

  it('keeps what a slow reader does not take, and tries again later', () => {
    const output = new Output();
    output.error = failure('EAGAIN');
    const destination = new BatchingDestination({ batchBytes: 1, write: output.write });
    destination.write('first\n');
    expect(destination.waitingBytes).toBe(6);
    output.error = undefined;
    destination.write('second\n');
    expect(output.text).toBe('first\nsecond\n');
    vi.advanceTimersByTime(1000);
    expect(output.writes).toBe(3);
  });

  it('waits for a slow reader once its memory is full, and loses nothing', () => {
    const output = new Output();
    output.error = failure('EAGAIN');
    output.onWrite = () => {
      if (output.writes === 5) output.error = undefined;
    };
    const destination = new BatchingDestination({
      batchBytes: 1,
      maxWaitingBytes: 8,
      write: output.write,
    });
    destination.write('0123456789\n');
    expect(output.text).toBe('0123456789\n');
    expect(destination).toMatchObject({ droppedBytes: 0, waitingBytes: 0 });
  });

  it('drops and counts the oldest lines when writing fails outright and memory is full', () => {
    const output = new Output();
    output.error = failure('ENOSPC');
    const destination = new BatchingDestination({
      batchBytes: 1,
      maxWaitingBytes: 8,
      write: output.write,
    });
    for (const line of ['aaa\n', 'bbb\n', 'ccc\n']) destination.write(line);
    expect(destination).toMatchObject({ droppedBytes: 4, waitingBytes: 8 });
    output.error = undefined;
    vi.advanceTimersByTime(1000);
    expect(output.text).toBe('bbb\nccc\n');
  });

  it('gives up on a reader that stays away at the end', () => {
    const output = new Output();
    output.error = failure('EAGAIN');
    const destination = new BatchingDestination({ write: output.write });
    destination.write('line\n');
    destination.flushSync(20);
    expect(destination.waitingBytes).toBe(5);
    expect(output.writes).toBeGreaterThan(1);
  });
});
