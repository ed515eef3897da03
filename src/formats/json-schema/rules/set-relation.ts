/** How a new set of values lies to an old one. */
export type SetRelation = 'same' | 'superset' | 'subset' | 'other';

export function relate<Value>(before: ReadonlySet<Value>, after: ReadonlySet<Value>): SetRelation {
  const keepsAll = before.isSubsetOf(after);
  const addsNone = after.isSubsetOf(before);
  if (keepsAll) {
    return addsNone ? 'same' : 'superset';
  }
  return addsNone ? 'subset' : 'other';
}
