import { hash } from 'node:crypto';

/**
 * A number by which a schema's text is found: 48 bits of its SHA-256, which JavaScript and SQLite both
 * hold exactly. Texts with the same number must still be compared.
 */
export function textHash(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, 6);
}
