import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketBounds, LatencySeries } from '../../../src/plugins/metrics/latency-series.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

describe('a latency series', () => {
  it('counts each latency in the first bucket that holds it, bounds included', () => {
    const series = new LatencySeries();
    for (const milliseconds of [0, 5, 5.001, 10, 250, 10_000, 10_001]) series.observe(milliseconds);
    expect(series.cumulative()).toEqual([2, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 7]);
    expect(series.cumulative().length).toBe(bucketBounds.length + 1);
    expect(series.count).toBe(7);
    expect(series.sum).toBeCloseTo(20.271_001, 6);
  });

  it('has nothing to tell of no latencies', () => {
    expect(new LatencySeries().quantile(0.5)).toBe(0);
  });

  it('keeps for each bucket the trace that was named last', () => {
    const series = new LatencySeries();
    expect(series.exemplar(0)).toBeUndefined();
    for (const [milliseconds, traceId] of [
      [5, 'a'],
      [4, 'b'],
      [10_001, 'c'],
    ] as const) {
      series.observe(milliseconds);
      series.exemplify(milliseconds, traceId);
    }
    expect(series.exemplar(0)).toEqual({ traceId: 'b', seconds: 0.004, time: expect.any(Number) });
    expect(series.exemplar(1)).toBeUndefined();
    expect(series.exemplar(bucketBounds.length)).toMatchObject({ traceId: 'c', seconds: 10.001 });
    expect(series.count).toBe(3);
  });

  it('takes the longest latencies', () => {
    const series = new LatencySeries();
    series.observe(1e12);
    expect(series.quantile(1)).toBeGreaterThan(4000);
  });

  it('tells quantiles within 5 per cent', () => {
    const latencies = fc.array(fc.double({ min: 0.1, max: 60_000, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    const shares = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(latencies, shares, (observed, share) => {
        const series = new LatencySeries();
        for (const milliseconds of observed) series.observe(milliseconds);
        const sorted = observed.toSorted((a, b) => a - b);
        const exact = (sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0) / 1000;
        expect(Math.abs(series.quantile(share) - exact) / exact).toBeLessThanOrEqual(0.05);
      }),
      propertyRuns(),
    );
  });
});
