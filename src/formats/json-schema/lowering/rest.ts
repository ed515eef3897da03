import type { Rest } from '../model.ts';
import type { Site } from './site.ts';

/** A keyword for what no other keyword names; `true` and `false` are told from other schemas. */
export function restOf(site: Site, keyword: string): Rest {
  const value = site.source.get(keyword);
  if (value === undefined) {
    return { kind: 'absent' };
  }
  return typeof value === 'boolean'
    ? { kind: value ? 'allowed' : 'forbidden' }
    : { kind: 'schema', schema: site.child(value, keyword) };
}
