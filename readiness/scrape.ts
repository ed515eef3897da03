import type { Service } from './service.ts';

/** What a service measures: each value under its name and labels as they are written, such as `a_total{b="c"}`. */
export async function scrape({ metricsUrl }: Service): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(metricsUrl)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [series = line, value] = line.split(/ (?=[^ ]+$)/);
      return [series, Number(value)];
    }),
  );
}
