import type { Figure, Measured } from './results.ts';

/** Share by which a ratio may fall below the last recorded one before a run fails. */
export const allowedDrop = 0.15;

/** Only what bare Fastify did in the same run makes runs on different days comparable. */
const beside = /bare Fastify.* \/ .*ours$/;

/** Which ratios to bare Fastify fell by more than that since the recorded run; empty when none did. */
export function regressions(measured: readonly Measured[], recorded: readonly Measured[]): readonly string[] {
  const before = new Map(ratiosIn(recorded).map(({ name, value }) => [name, value]));
  return ratiosIn(measured).flatMap(({ name, value }) => {
    const last = before.get(name);
    if (last === undefined || value >= last * (1 - allowedDrop)) return [];
    return [`${name}: ${value.toFixed(2)}, and ${last.toFixed(2)} when last recorded`];
  });
}

function ratiosIn(measured: readonly Measured[]): readonly Figure[] {
  return measured.flatMap(({ figures }) =>
    figures.filter(({ name, unit }) => unit === 'ratio' && beside.test(name)),
  );
}
