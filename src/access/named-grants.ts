import { parseGrant } from './grant-text.ts';
import type { Grant } from './principal.ts';

/** Grants by a name that others give: a role or scope in a token, a subject of a certificate. */
export type NamedGrants = ReadonlyMap<string, readonly Grant[]>;

/** The name that stands for every token or certificate that is good. */
export const everybody = '*';

/**
 * Reads a setting: a JSON object with names and lists of grants, such as `{"team-orders": ["writer:orders."]}`.
 * Empty text gives nothing to anybody.
 * @throws Error with a sentence for the operator that names the setting
 */
export function readNamedGrants(setting: string, text: string): NamedGrants {
  if (text.trim() === '') return new Map();
  const entries = Object.entries(objectIn(setting, text)).map(([name, grants]) => {
    const wrong = `${setting} has no list of grants for ${JSON.stringify(name)}`;
    if (!Array.isArray(grants)) throw new Error(`${wrong}; expected such as ["reader", "writer:orders."]`);
    return [name, grants.map((grant: unknown) => grantIn(grant, wrong))] as const;
  });
  return new Map(entries);
}

/** All that these names are granted, and what everybody is. */
export function grantsOf(names: readonly string[], named: NamedGrants): readonly Grant[] {
  return [everybody, ...new Set(names)].flatMap((name) => named.get(name) ?? []);
}

function objectIn(setting: string, text: string): object {
  const expected = `${setting} is not a JSON object of names and grants, such as {"team-orders": ["writer:orders."]}`;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new Error(expected);
}

function grantIn(grant: unknown, wrong: string): Grant {
  const parsed = typeof grant === 'string' ? parseGrant(grant) : undefined;
  if (parsed === undefined) throw new Error(`${wrong}: ${JSON.stringify(grant)} is none`);
  return parsed;
}
