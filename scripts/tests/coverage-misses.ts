export type Percentages = Readonly<Record<string, number>>;

/** What istanbul's summary has below its thresholds. A part that the summary lacks is missed, too. */
export function coverageMisses(
  total: Readonly<Record<string, { readonly pct: unknown }>>,
  thresholds: Percentages,
): string[] {
  return Object.entries(thresholds).flatMap(([part, least]) => {
    const share = total[part]?.pct;
    return typeof share === 'number' && share >= least
      ? []
      : [`${part} ${String(share)} %, below ${least} %`];
  });
}
