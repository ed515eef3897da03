import { createHmac, hash } from 'node:crypto';

/** Where the chain stands: the number and the hash of its last line. */
export interface Position {
  readonly sequence: number;
  readonly hash: string;
}

/** Before the first line. */
export const origin: Position = { sequence: 0, hash: '0'.repeat(64) };

/** A line of the chain, taken apart but not proven. */
export interface ChainLine extends Position {
  /** Hash of the line before it. */
  readonly previous: string;
  /** All that the hash is made of. */
  readonly hashed: string;
}

const form = /^(\{"seq":([1-9]\d{0,15}),.*,"prev":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}$/s;

/**
 * The line that follows `after`, without its line feed: a JSON object whose last member, `hash`, is made of every
 * byte before it, the hash of the line before included. `members`: its other members, as JSON. With a key the
 * hash is an HMAC (RFC 2104) with SHA-256, else SHA-256 alone.
 */
export function chainLine(members: string, after: Position, key: string | undefined) {
  const sequence = after.sequence + 1;
  const hashed = `{"seq":${sequence},${members},"prev":"${after.hash}"`;
  const hash = lineHash(hashed, key);
  return { text: `${hashed},"hash":"${hash}"}`, position: { sequence, hash } };
}

/** Takes a line apart; undefined when it has not the form of one. */
export function readChainLine(text: string): ChainLine | undefined {
  const [, hashed = '', sequence = '', previous = '', hash = ''] = form.exec(text) ?? [];
  return hashed === '' ? undefined : { sequence: Number(sequence), previous, hash, hashed };
}

/** SHA-256 in hexadecimal digits, with a key as HMAC. */
export function lineHash(hashed: string, key: string | undefined): string {
  return key === undefined ? hash('sha256', hashed) : createHmac('sha256', key).update(hashed).digest('hex');
}
