/**
 * Milliseconds that a `Retry-After` asks to wait, whether it gives seconds or a date (RFC 9110 section
 * 10.2.3); undefined without one that can be read.
 */
export function retryAfterMs(value: string | null | undefined, now: number): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
