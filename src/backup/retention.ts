/** What to keep; 0 is no limit. */
export interface RetentionPolicy {
  /** The newest so many. */
  readonly count: number;
  /** Those made in the last so many days. */
  readonly days: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Those of the backups that the policy no longer keeps: beyond the count, or too old. Never the newest,
 * however old it is.
 */
export function expired<Backup extends { readonly createdAt: Date }>(
  backups: readonly Backup[],
  { count, days }: RetentionPolicy,
  now: Date,
): Backup[] {
  const newestFirst = backups.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const oldest = days === 0 ? -Infinity : now.getTime() - days * dayMs;
  return newestFirst.filter(
    ({ createdAt }, index) => index > 0 && ((count > 0 && index >= count) || createdAt.getTime() < oldest),
  );
}
