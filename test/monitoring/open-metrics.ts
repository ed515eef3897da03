/** A sample as OpenMetrics prints it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: Exemplar;
}

export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly time: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

/** What a sample's name may add to its family's. */
const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  summary: ['', '_sum', '_count', '_created'],
};

// The ABNF of https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md, section 4.1
const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const escaped = String.raw`(?:[^\n"\\]|\\[\\n"]|\\[^\n])*`;
const label = `[a-zA-Z_][a-zA-Z0-9_]*="${escaped}"`;
const labels = `\\{((?:${label}(?:,${label})*)?)\\}`;
const number = '[-+]?(?:inf|infinity|nan|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?)';
const exemplar = ` # ${labels} (${number})(?: (${number}))?`;
const sampleLine = new RegExp(`^(${name})(?:${labels})? (${number})(?: ${number})?(?:${exemplar})?$`, 'i');
const typeLine = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram|summary)$`);
const helpLine = new RegExp(`^# HELP (${name}) ${escaped}$`);

/** Longest labels of an exemplar, in characters of Unicode. */
const mostOfExemplar = 128;

/**
 * Reads the text format of OpenMetrics 1.0, as far as this service uses it.
 * @throws Error naming the line that is not as the standard wants it
 */
export function readOpenMetrics(text: string): readonly Family[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('The text does not end with # EOF');
  const families = new Map<string, { name: string; type: string; samples: Sample[] }>();
  let described = '';
  let family: { name: string; type: string; samples: Sample[] } | undefined;
  for (const line of text.slice(0, -'# EOF\n'.length - 1).split('\n')) {
    const [, helped] = helpLine.exec(line) ?? [];
    const [, typed, type] = typeLine.exec(line) ?? [];
    if (helped !== undefined) {
      if (families.has(helped)) throw new Error(`Described twice: ${helped}`);
      described = helped;
    } else if (typed !== undefined && type !== undefined) {
      if (typed !== described) throw new Error(`The type comes after other lines: ${line}`);
      family = { name: typed, type, samples: [] };
      families.set(typed, family);
    } else {
      const sample = sampleIn(line);
      if (family === undefined || family.name !== described || !belongs(sample, family))
        throw new Error(`Not a sample of ${family?.name}: ${line}`);
      family.samples.push(sample);
    }
  }
  for (const each of families.values()) if (each.type === 'histogram') checkHistogram(each);
  return [...families.values()];
}

function sampleIn(line: string): Sample {
  const [, sample, pairs, value, exemplarPairs, exemplarValue, time] = sampleLine.exec(line) ?? [];
  if (sample === undefined || value === undefined) throw new Error(`Not a line of OpenMetrics: ${line}`);
  const named = { name: sample, labels: labelsIn(pairs), value: numberIn(value) };
  if (exemplarPairs === undefined || exemplarValue === undefined) return named;
  const found = { labels: labelsIn(exemplarPairs), value: numberIn(exemplarValue), time: Number(time) };
  const characters = Array.from(Object.entries(found.labels).flat().join('')).length;
  if (characters > mostOfExemplar) throw new Error(`The exemplar has ${characters} characters: ${line}`);
  if (!/_(?:bucket|total)$/.test(sample)) throw new Error(`No place for an exemplar: ${line}`);
  if (found.value > numberIn(named.labels['le'] ?? '+Inf')) throw new Error(`Not in its bucket: ${line}`);
  return { ...named, exemplar: found };
}

function labelsIn(pairs = ''): Readonly<Record<string, string>> {
  const found = [...pairs.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  const names = new Set(found.map(([, label]) => label));
  if (names.size < found.length) throw new Error(`A label comes twice: ${pairs}`);
  return Object.fromEntries(found.map(([, label, value]) => [label, value]));
}

function numberIn(text: string): number {
  return Number(text.replace(/^\+?inf(?:inity)?$/i, 'Infinity').replace(/^-inf(?:inity)?$/i, '-Infinity'));
}

function belongs(sample: Sample, { name: family, type }: Family): boolean {
  return (suffixes[type] ?? []).some((suffix) => sample.name === family + suffix);
}

/** Buckets grow up to the last, which holds all. */
function checkHistogram({ name: family, samples }: Family): void {
  let last = { bound: Number.NEGATIVE_INFINITY, value: 0 };
  for (const { name: sample, labels: own, value } of samples) {
    if (sample === `${family}_bucket`) {
      const bound = own['le'] ?? '';
      if (!/^(?:\+Inf|\d+\.\d+|\d+(?:\.\d+)?e[-+]\d+)$/.test(bound))
        throw new Error(`${family}: le="${bound}"`);
      if (numberIn(bound) <= last.bound || value < last.value)
        throw new Error(`${family}: le="${bound}" is less`);
      last = { bound: numberIn(bound), value };
    } else if (sample === `${family}_count`) {
      if (last.bound !== Number.POSITIVE_INFINITY || last.value !== value)
        throw new Error(`${family}: the last bucket does not hold all`);
      last = { bound: Number.NEGATIVE_INFINITY, value: 0 };
    }
  }
}
