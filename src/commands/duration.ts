import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a length of time, such as `90d`, `24h`, `30m` or `0s`, as milliseconds. */
export function duration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = units[unit];
  if (count === undefined || ms === undefined)
    throw new InvalidArgumentError('Not a length of time, such as 90d, 24h, 30m or 0s.');
  return Number(count) * ms;
}
