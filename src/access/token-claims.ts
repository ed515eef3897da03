import type { JWTPayload } from 'jose';

/**
 * The names in a claim: a list of text, or text separated by spaces as `scope` is (RFC 8693 section 4.2). Dots
 * lead into objects, as in `realm_access.roles`, unless a claim has the whole name.
 */
export function namesIn(payload: JWTPayload, claim: string): readonly string[] {
  const value = Object.hasOwn(payload, claim) ? payload[claim] : inside(payload, claim.split('.'));
  if (typeof value === 'string') return value.split(' ').filter((name) => name !== '');
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** Whom the token is for, as people call them. */
export function nameIn(payload: JWTPayload): string {
  const candidates = ['preferred_username', 'name', 'client_id', 'azp', 'sub'].map((claim) => payload[claim]);
  return candidates.filter((value) => typeof value === 'string').find((value) => value !== '') ?? '';
}

function inside(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
