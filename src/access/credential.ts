import { type ApiKey, keyPrefix, parseApiKey } from './api-key.ts';

/** What a request shows of who sends it. */
export type Credential =
  | { readonly kind: 'key'; readonly key: ApiKey }
  /** A JSON Web Token, unread. */
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'unreadable' };

const unreadable: Credential = { kind: 'unreadable' };

/**
 * Reads a credential as headers have it: a key alone, a key or token as `Bearer` (RFC 6750), or a key as `Basic`
 * (RFC 7617), whose password is the whole key, or the secret alone when the user is the key's id.
 */
export function readCredential(text: string): Credential {
  const space = text.indexOf(' ');
  if (space < 0) return keyIn(text);
  const rest = text.slice(space + 1).trim();
  switch (text.slice(0, space).toLowerCase()) {
    case 'bearer':
      return rest.startsWith(keyPrefix) ? keyIn(rest) : { kind: 'token', token: rest };
    case 'basic':
      return basicKey(Buffer.from(rest, 'base64').toString());
    default:
      return unreadable;
  }
}

function basicKey(text: string): Credential {
  const colon = text.indexOf(':');
  const user = text.slice(0, Math.max(colon, 0));
  const password = text.slice(colon + 1);
  const whole = keyIn(password);
  return whole.kind === 'key' ? whole : keyIn(`${keyPrefix}${user}_${password}`);
}

function keyIn(text: string): Credential {
  const key = parseApiKey(text);
  return key ? { kind: 'key', key } : unreadable;
}
