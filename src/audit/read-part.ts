import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The first bytes of a file, as many as there are up to `length`. */
export function readStart(path: string, length: number): Buffer {
  return readPart(path, (size) => [0, Math.min(size, length)]).bytes;
}

/** The last bytes of a file, as many as there are up to `length`, and its size. */
export function readEnd(path: string, length: number): { bytes: Buffer; size: number } {
  return readPart(path, (size) => [size - Math.min(size, length), size]);
}

function readPart(path: string, range: (size: number) => readonly [number, number]) {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const [from, to] = range(size);
    const bytes = Buffer.alloc(to - from);
    return { bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from)), size };
  } finally {
    closeSync(descriptor);
  }
}
