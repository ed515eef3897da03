import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const algorithm = 'hmac-sha256';

/** What is kept of a secret: a keyed digest, with its own random key beside it, as text. */
export function digestOf(secret: string): string {
  const salt = randomBytes(16);
  return [algorithm, salt.toString('base64url'), hmac(salt, secret).toString('base64url')].join('$');
}

/** Whether a digest is of this secret. Takes as long whether it is or not. */
export function isDigestOf(digest: string, secret: string): boolean {
  const [name, salt = '', kept = ''] = digest.split('$');
  const expected = Buffer.from(kept, 'base64url');
  const found = hmac(Buffer.from(salt, 'base64url'), secret);
  return name === algorithm && expected.length === found.length && timingSafeEqual(expected, found);
}

function hmac(salt: Buffer, secret: string): Buffer {
  return createHmac('sha256', salt).update(secret).digest();
}
