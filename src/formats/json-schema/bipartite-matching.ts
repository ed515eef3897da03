interface Left {
  readonly neighbours: readonly Right[];
  partner: Right | undefined;
  /** Steps from the unmatched left vertices along alternating paths, in this phase. */
  distance: number;
  /** How many neighbours were tried in this phase: none is tried twice. */
  tried: number;
}

interface Right {
  readonly index: number;
  partner: Left | undefined;
}

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
  const right = Array.from({ length: rightCount }, (_, index): Right => ({ index, partner: undefined }));
  const left = edges.map(
    (indexes): Left => ({
      neighbours: indexes.flatMap((index) => right[index] ?? []),
      partner: undefined,
      distance: 0,
      tried: 0,
    }),
  );
  while (findAugmentingPaths(left, visit)) {
    for (const vertex of left) {
      if (vertex.partner === undefined) {
        augment(vertex, visit);
      }
    }
  }
  return left.map(({ partner }) => partner?.index);
}

/** Measures the distances by breadth-first search; false when no augmenting path is left. */
function findAugmentingPaths(left: readonly Left[], visit: () => void): boolean {
  const queue: Left[] = [];
  for (const vertex of left) {
    vertex.tried = 0;
    vertex.distance = vertex.partner === undefined ? 0 : Number.POSITIVE_INFINITY;
    if (vertex.partner === undefined) {
      queue.push(vertex);
    }
  }
  let found = false;
  for (const vertex of queue) {
    for (const { partner } of vertex.neighbours) {
      visit();
      if (partner === undefined) {
        found = true;
      } else if (partner.distance === Number.POSITIVE_INFINITY) {
        partner.distance = vertex.distance + 1;
        queue.push(partner);
      }
    }
  }
  return found;
}

/** Flips the first augmenting path found from an unmatched left vertex, with a stack of its own. */
function augment(start: Left, visit: () => void): void {
  const path = [start];
  for (let from = path.at(-1); from !== undefined; from = path.at(-1)) {
    const to = from.neighbours[from.tried];
    from.tried += 1;
    if (to === undefined) {
      path.pop();
      continue;
    }
    visit();
    if (to.partner === undefined) {
      takeLastTried(path);
      return;
    }
    if (to.partner.distance === from.distance + 1) {
      path.push(to.partner);
    }
  }
}

/** Gives each vertex of the path the neighbour that it tried last, which leads to the next vertex. */
function takeLastTried(path: readonly Left[]): void {
  for (const vertex of path) {
    vertex.partner = vertex.neighbours[vertex.tried - 1];
    if (vertex.partner !== undefined) {
      vertex.partner.partner = vertex;
    }
  }
}
