import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A key as its holder shows it: `sgk_<id>_<secret>`. */
export interface ApiKey {
  /** Not secret: it names the key in lists and logs. */
  readonly id: string;
  /** 256 random bits and their checksum. */
  readonly secret: string;
}

/** With which every key begins, so that people and secret scanners know one when they see it. */
export const keyPrefix = 'sgk_';

/** Whole keys; what looks like one and has a wrong checksum is none. */
export const keyPattern = /^sgk_([0-9a-z]{12})_([0-9A-Za-z]{49})$/;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretLength = 43; // of 256 bits to the base of 62
const checksumLength = 6;

/** A new key. */
export function newApiKey(): ApiKey {
  const id = inBase(randomBytes(8), 36n, 12);
  return withChecksum(id, newSecretBits());
}

/** Another secret for the key with this id. */
export function newSecretFor(id: string): ApiKey {
  return withChecksum(id, newSecretBits());
}

/** The text of a key. */
export function keyText({ id, secret }: ApiKey): string {
  return `${keyPrefix}${id}_${secret}`;
}

/** The key that a text is; undefined for any other text, also for a key with a typing error. */
export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = keyPattern.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return checksumOf(id, secret.slice(0, secretLength)) === secret.slice(secretLength)
    ? { id, secret }
    : undefined;
}

function newSecretBits(): string {
  return inBase(randomBytes(32), 62n, secretLength);
}

function withChecksum(id: string, bits: string): ApiKey {
  return { id, secret: bits + checksumOf(id, bits) };
}

function checksumOf(id: string, bits: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(`${keyPrefix}${id}_${bits}`));
  return inBase(sum, 62n, checksumLength);
}

/** The number that the bytes are, in digits of a base, cut or filled to a length. */
function inBase(bytes: Buffer, base: bigint, length: number): string {
  const written: string[] = [];
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  for (let place = 0; place < length; place += 1) {
    const digit = digits[Number(rest % base)] ?? '';
    written.push(base === 36n ? digit.toLowerCase() : digit);
    rest /= base;
  }
  return written.reverse().join('');
}
