/** Upper bounds of the histogram's buckets, in seconds: those of the Prometheus client. */
export const bucketBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Quantiles of the summary: those of the Prometheus client. */
export const quantiles = [0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999] as const;

// The sketch keeps 16 cells for each doubling of the latency, from a microsecond to over an hour.
const cellsPerDoubling = 16;
const doublings = 32;

/** A request that took so long, by which its bucket can be looked into. */
export interface Exemplar {
  /** Of the trace that the request is part of. */
  readonly traceId: string;
  readonly seconds: number;
  /** When it was observed, in seconds since 1970. */
  readonly time: number;
}

/** Latencies of one route, method and status: a few array cells, so that an observation costs next to nothing. */
export class LatencySeries {
  readonly #buckets = new Float64Array(bucketBounds.length + 1);
  readonly #sketch = new Uint32Array(cellsPerDoubling * doublings);
  #exemplars: (Exemplar | undefined)[] | undefined;
  #sum = 0;
  #count = 0;

  /** Sum of the latencies, in seconds. */
  get sum(): number {
    return this.#sum;
  }
  get count(): number {
    return this.#count;
  }

  observe(milliseconds: number): void {
    const seconds = milliseconds / 1000;
    increment(this.#buckets, bucketOf(seconds));
    increment(this.#sketch, cellOf(milliseconds * 1000));
    this.#sum += seconds;
    this.#count += 1;
  }

  /** Has an observed latency stand for its bucket, until the next one there does. */
  exemplify(milliseconds: number, traceId: string): void {
    const seconds = milliseconds / 1000;
    this.#exemplars ??= [];
    this.#exemplars[bucketOf(seconds)] = { traceId, seconds, time: Date.now() / 1000 };
  }

  /** Those of the buckets, in the order of `cumulative`. */
  exemplar(bucket: number): Exemplar | undefined {
    return this.#exemplars?.[bucket];
  }

  /** How many latencies were at or under each of `bucketBounds`, and how many there were at all. */
  cumulative(): readonly number[] {
    let total = 0;
    return Array.from(this.#buckets, (count) => (total += count));
  }

  /** The latency in seconds that a share of the observations did not exceed, within 5 per cent. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    const cell = this.#sketch.findIndex((count) => (seen += count) >= rank);
    return cell === -1 ? 0 : middleOf(cell) / 1e6;
  }
}

function bucketOf(seconds: number): number {
  const bucket = bucketBounds.findIndex((bound) => seconds <= bound);
  return bucket === -1 ? bucketBounds.length : bucket;
}

function increment(cells: Float64Array | Uint32Array, index: number): void {
  cells[index] = (cells[index] ?? 0) + 1;
}

function cellOf(microseconds: number): number {
  const whole = Math.min(Math.max(Math.floor(microseconds), 1), 2 ** 32 - 1);
  const doubling = 31 - Math.clz32(whole);
  return doubling * cellsPerDoubling + Math.floor((whole / 2 ** doubling - 1) * cellsPerDoubling);
}

function middleOf(cell: number): number {
  const doubling = Math.floor(cell / cellsPerDoubling);
  const step = cell % cellsPerDoubling;
  return 2 ** doubling * (1 + (step + 0.5) / cellsPerDoubling);
}
