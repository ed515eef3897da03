/** Of the values that ordinary runs draw. */
const seed = 20_261_124;

/**
 * How many runs a property gets. Ordinarily few, so that all tests stay fast, and with the same values each time, so that
 * a commit passes or fails whenever it is tested; with PROPERTY_EFFORT that many times more, with values never seen
 * before (`npm run test:thorough`).
 */
export function propertyRuns(few = 100): { readonly numRuns: number; readonly seed?: number } {
  const effort = process.env['PROPERTY_EFFORT'];
  return effort === undefined ? { numRuns: few, seed } : { numRuns: few * Number(effort) };
}
