import { namePrefix } from '../registry/subject-name.ts';
import type { Bounds } from './bounds.ts';
import type { Principal, Role } from './principal.ts';
import { SubjectPrefixes } from './subject-prefixes.ts';

/** What the grants of a principal come to. */
export interface Rights {
  /** What a request may touch, by what it is about to do. */
  readonly bounds: Readonly<Record<'read' | 'write' | 'admin', Bounds>>;
  readonly metrics: boolean;
  /** Everything is allowed. */
  readonly unbounded: boolean;
}

/** The roles that allow something to be done with subjects. A role includes those before it. */
const includedRoles = {
  read: ['reader', 'writer', 'admin'],
  write: ['writer', 'admin'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

const known = new WeakMap<Principal, Rights>();

/** The rights of a principal, worked out once for each object. */
export function rightsOf(principal: Principal): Rights {
  let rights = known.get(principal);
  if (rights === undefined) {
    rights = workOut(principal);
    known.set(principal, rights);
  }
  return rights;
}

function workOut(principal: Principal): Rights {
  const read = subjectsFor(principal, includedRoles.read);
  const admin = subjectsFor(principal, includedRoles.admin);
  const reader = read.isAll ? undefined : JSON.stringify(read.prefixes);
  return {
    bounds: {
      read: { read, change: SubjectPrefixes.none, reader },
      write: { read, change: subjectsFor(principal, includedRoles.write), reader },
      admin: { read, change: admin, reader },
    },
    metrics: admin.isAll || principal.grants.some(({ role }) => role === 'metrics'),
    unbounded: admin.isAll,
  };
}

function subjectsFor({ grants }: Principal, roles: readonly Role[]): SubjectPrefixes {
  const granted = grants
    .filter(({ role }) => roles.includes(role))
    .map(({ subjects }) => namePrefix(subjects));
  // A prefix in a context that is not kept here names no subject.
  return new SubjectPrefixes(granted.filter((prefix) => prefix !== undefined));
}
