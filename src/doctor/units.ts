/** A size in bytes for people. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  return `${(count / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}

/** A share from 0 to 1 for people. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** A time in milliseconds for people. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms)} ms`;
  if (ms < 600_000) return `${Math.round(ms / 1000)} s`;
  const hours = ms / 3_600_000;
  return hours < 72 ? `${hours.toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;
}
