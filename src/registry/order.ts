/** Order by UTF-16 code units, in which the API lists names and sorts keys. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
