const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const unitsDown = ['d', 'h', 'm', 's'] as const;

/** Seconds of a duration such as `30d`. */
export function secondsOf(duration: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const size = seconds[unit ?? ''];
  if (size === undefined) throw new Error(`"${duration}" is not a duration such as 5m`);
  return Number(count) * size;
}

/** A number of seconds in the largest unit that is whole and says more than one of it. */
export function durationOf(length: number): string {
  const unit = unitsDown.find((each) => {
    const size = seconds[each] ?? 1;
    return length % size === 0 && length / size > 1;
  });
  return unit === undefined ? `${length}s` : `${length / (seconds[unit] ?? 1)}${unit}`;
}

/** A duration divided by a number, in milliseconds as PromQL reads them. */
export function shortened(duration: string, by: number): string {
  return by === 1 ? duration : `${Math.max(1, Math.round((secondsOf(duration) * 1000) / by))}ms`;
}
