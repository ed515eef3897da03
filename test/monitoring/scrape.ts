/** What a scrape says of a metric. */
export interface ScrapedMetric {
  readonly type: string;
  /** Values of each label. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Scrape {
  /** By the name of the sample: those of a histogram have three. */
  readonly metrics: ReadonlyMap<string, ScrapedMetric>;
  /** How many samples there are, of all metrics. */
  readonly series: number;
}

/** Reads the text format of Prometheus. Parts of histograms and summaries that only grow count as counters. */
export function readScrape(text: string): Scrape {
  const metrics = new Map<string, { type: string; labels: Map<string, Set<string>> }>();
  const types = new Map<string, string>();
  const describe = (name: string) => {
    const known = metrics.get(name) ?? { type: typeOf(name, types), labels: new Map<string, Set<string>>() };
    metrics.set(name, known);
    return known;
  };
  let series = 0;
  for (const line of text.split('\n')) {
    const [, declared, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (declared !== undefined && type !== undefined) {
      types.set(declared, type);
      if (type === 'gauge' || type === 'counter') describe(declared);
    }
    const [, name, pairs = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    series += 1;
    const { labels } = describe(name);
    for (const [, label = '', value = ''] of pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      labels.set(label, (labels.get(label) ?? new Set()).add(value));
    }
  }
  return { metrics, series };
}

function typeOf(sample: string, types: ReadonlyMap<string, string>): string {
  const own = types.get(sample);
  if (own === 'gauge' || own === 'counter') return own;
  return /_(?:bucket|sum|count)$/.test(sample) ? 'counter' : 'gauge';
}
