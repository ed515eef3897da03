/** Steps of the search after the first rate that is too high: each halves what is not known yet. */
const halvings = 4;

/**
 * The highest rate that is held, in requests a second: doubles from `start` until one is not held, and then
 * halves the space between. 0 when not even `start` is held.
 */
export async function highestRate(
  start: number,
  ceiling: number,
  held: (rate: number) => Promise<boolean>,
): Promise<number> {
  let low = 0;
  let high = start;
  while (high <= ceiling && (await held(high))) {
    low = high;
    high *= 2;
  }
  if (low === 0 || high > ceiling) return low;
  for (let step = 0; step < halvings; step++) {
    const middle = Math.round((low + high) / 2);
    if (await held(middle)) low = middle;
    else high = middle;
  }
  return low;
}
