/**
 * How many runs a property gets: few, so that all tests stay fast, or PROPERTY_EFFORT times as many
 * (`npm run test:thorough`).
 */
export function propertyRuns(few: number): { readonly numRuns: number } {
  return { numRuns: few * Number(process.env['PROPERTY_EFFORT'] ?? 1) };
}
