/**
 * A largest set of pairs in which no vertex of either side occurs twice (Hopcroft and Karp, 1973:
 * O(edges x square root of vertices)). Deterministic; among equals, low indexes are taken first.
 *
 * @param edges the right-hand neighbours of each left-hand vertex, ascending
 * @param rightCount number of right-hand vertices
 * @param visit called once for every edge looked at, so that a caller can bound the work
 * @returns the right-hand partner of each left-hand vertex, or undefined where it has none
 */
export function maximumMatching(
  edges: readonly (readonly number[])[],
  rightCount: number,
  visit: () => void = () => {},
): (number | undefined)[] {
  const partnerOfLeft = Array.from<number | undefined>({ length: edges.length });
  const partnerOfRight = Array.from<number | undefined>({ length: rightCount });
  for (;;) {
    const layers = layerByDistance(edges, partnerOfLeft, partnerOfRight, visit);
    if (layers === undefined) {
      return partnerOfLeft;
    }
    // Where each left vertex left off, so that an edge is tried once a phase.
    const nextEdge = new Uint32Array(edges.length);
    for (let left = 0; left < edges.length; left += 1) {
      if (partnerOfLeft[left] === undefined) {
        augment(left, { edges, layers, nextEdge, partnerOfLeft, partnerOfRight, visit });
      }
    }
  }
}

/**
 * Distance of each left vertex from the unmatched ones along alternating paths, by breadth-first
 * search; undefined when no augmenting path is left, so that the matching is maximal.
 */
function layerByDistance(
  edges: readonly (readonly number[])[],
  partnerOfLeft: readonly (number | undefined)[],
  partnerOfRight: readonly (number | undefined)[],
  visit: () => void,
): Float64Array | undefined {
  const layers = new Float64Array(edges.length).fill(Number.POSITIVE_INFINITY);
  const queue: number[] = [];
  for (let left = 0; left < edges.length; left += 1) {
    if (partnerOfLeft[left] === undefined) {
      layers[left] = 0;
      queue.push(left);
    }
  }
  let found = false;
  for (const left of queue) {
    for (const right of edges[left] ?? []) {
      visit();
      const next = partnerOfRight[right];
      if (next === undefined) {
        found = true;
      } else if (layers[next] === Number.POSITIVE_INFINITY) {
        layers[next] = (layers[left] ?? 0) + 1;
        queue.push(next);
      }
    }
  }
  return found ? layers : undefined;
}

interface Phase {
  readonly edges: readonly (readonly number[])[];
  readonly layers: Float64Array;
  readonly nextEdge: Uint32Array;
  readonly partnerOfLeft: (number | undefined)[];
  readonly partnerOfRight: (number | undefined)[];
  readonly visit: () => void;
}

/** Flips the first augmenting path found from an unmatched left vertex, with a stack of its own. */
function augment(start: number, phase: Phase): void {
  const { edges, layers, nextEdge, partnerOfLeft, partnerOfRight } = phase;
  const path: { readonly left: number; right: number }[] = [{ left: start, right: -1 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const index = nextEdge[top.left] ?? 0;
    const right = edges[top.left]?.[index];
    if (right === undefined) {
      path.pop();
      continue;
    }
    phase.visit();
    nextEdge[top.left] = index + 1;
    top.right = right;
    const next = partnerOfRight[right];
    if (next === undefined) {
      for (const edge of path) {
        partnerOfLeft[edge.left] = edge.right;
        partnerOfRight[edge.right] = edge.left;
      }
      return;
    }
    if (layers[next] === (layers[top.left] ?? 0) + 1) {
      path.push({ left: next, right: -1 });
    }
  }
}
