import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { maximumMatching } from '../../../../src/formats/json-schema/bipartite-matching.ts';
import { propertyRuns } from '../../../helpers/property-runs.ts';

describe('maximumMatching', () => {
  test('of nothing is nothing', () => {
    expect(maximumMatching([], 0)).toEqual([]);
    expect(maximumMatching([[], []], 3)).toEqual([undefined, undefined]);
  });

  test('takes low indexes first', () => {
    expect(
      maximumMatching(
        [
          [0, 1, 2],
          [0, 1, 2],
          [0, 1, 2],
        ],
        3,
      ),
    ).toEqual([0, 1, 2]);
  });

  test('moves a vertex to another partner where that makes room', () => {
    expect(maximumMatching([[0, 1], [0]], 2)).toEqual([1, 0]);
    expect(maximumMatching([[0, 1], [1, 2], [0], [2, 3]], 4)).toEqual([1, 2, 0, 3]);
  });

  test('leaves out what has no partner left', () => {
    expect(maximumMatching([[0], [0], [0, 1]], 2)).toEqual([0, undefined, 1]);
  });

  test('follows augmenting paths longer than any call stack', () => {
    const length = 20_000;
    // Each vertex prefers the partner that the one before it needs.
    const edges = Array.from({ length }, (_, left) => (left === length - 1 ? [0] : [left, left + 1]));
    const matching = maximumMatching(edges, length);
    expect(new Set(matching).size).toBe(length);
    expect(matching.at(-1)).toBe(0);
  });

  test('tells of each edge that it looks at, so that the work can be bounded', () => {
    const visit = vi.fn<() => void>();
    maximumMatching([[0, 1], [0]], 2, visit);
    expect(visit.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  const graphs = fc.record({ left: fc.nat({ max: 6 }), right: fc.nat({ max: 6 }) }).chain(({ left, right }) =>
    fc.record({
      right: fc.constant(right),
      edges: fc.array(fc.subarray(Array.from({ length: right }, (_, index) => index)), {
        minLength: left,
        maxLength: left,
      }),
    }),
  );

  test('is a matching, and as large as any', () => {
    fc.assert(
      fc.property(graphs, ({ edges, right }) => {
        const matching = maximumMatching(edges, right);
        const matched = matching.filter((partner) => partner !== undefined);
        expect(new Set(matched).size).toBe(matched.length);
        for (const [left, partner] of matching.entries()) {
          expect(partner === undefined || edges[left]?.includes(partner)).toBe(true);
        }
        expect(matched.length).toBe(largestByTrying(edges, 0, new Set()));
      }),
      propertyRuns(500),
    );
  });
});

function largestByTrying(
  edges: readonly (readonly number[])[],
  left: number,
  taken: ReadonlySet<number>,
): number {
  const neighbours = edges[left];
  if (neighbours === undefined) {
    return 0;
  }
  const sizes = neighbours
    .filter((right) => !taken.has(right))
    .map((right) => 1 + largestByTrying(edges, left + 1, new Set([...taken, right])));
  return Math.max(largestByTrying(edges, left + 1, taken), ...sizes);
}
