import { readFileSync } from 'node:fs';
import type { Position } from './chain.ts';

const form = /^(\d{16}) ([0-9a-f]{64})\n$/;

/** A position as the head file holds it: always of the same length, so that it is written over in place. */
export function headText({ sequence, hash }: Position): string {
  return `${String(sequence).padStart(16, '0')} ${hash}\n`;
}

/** How far the chain had come; `missing` when there is no such file, `damaged` when it can't be read. */
export function readHead(path: string): Position | 'missing' | 'damaged' {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'damaged';
  }
  const [, sequence, hash] = form.exec(text) ?? [];
  return hash === undefined ? 'damaged' : { sequence: Number(sequence), hash };
}
