/** How many at once: fewer than one host may be asked, so that others have a turn. */
const together = 16;

/** Does the work for all, some at a time, and resolves with the results in order. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += together) {
    results.push(...(await Promise.all(items.slice(start, start + together).map(work))));
  }
  return results;
}
