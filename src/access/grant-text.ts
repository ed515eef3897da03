import type { Grant, Role } from './principal.ts';

const roles: readonly Role[] = ['reader', 'writer', 'admin', 'metrics'];

/** How a grant is written: a role, for subjects of a prefix after a colon, such as `writer:orders.`. */
export const grantPattern = '^(reader|writer|admin|metrics)(:.+)?$';

/** The grant that a text stands for; undefined when it stands for none. */
export function parseGrant(text: string): Grant | undefined {
  const colon = text.indexOf(':');
  const role = roles.find((each) => each === (colon < 0 ? text : text.slice(0, colon)));
  if (role === undefined || colon === text.length - 1) return undefined;
  return { role, subjects: colon < 0 ? '' : text.slice(colon + 1) };
}

/** The text of a grant, from which `parseGrant` makes the same one. */
export function grantText({ role, subjects }: Grant): string {
  return subjects === '' ? role : `${role}:${subjects}`;
}
