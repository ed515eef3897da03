import { describe, expect, it } from 'vitest';
import { freshReplica, type Operation } from '../../helpers/linearizability/operation.ts';
import { historyProblems } from '../../helpers/linearizability/problems.ts';
import type { Guarantee } from '../../helpers/linearizability/search.ts';

type Result<Kind> = Extract<Operation, { kind: Kind }>['result'];
type When = readonly [invoked: number, answered: number, replica?: string];

const at = ([invoked, answered, replica = 'r1']: When) => ({ subject: 's', replica, invoked, answered });
const register = (text: string, result: Result<'register'>, when: When): Operation => ({
  kind: 'register',
  text,
  result,
  ...at(when),
});
const remove = (version: number, result: Result<'delete'>, when: When): Operation => ({
  kind: 'delete',
  version,
  result,
  ...at(when),
});
const latest = (result: Result<'latest'>, when: When): Operation => ({ kind: 'latest', result, ...at(when) });
const versions = (result: Result<'versions'>, when: When): Operation => ({
  kind: 'versions',
  result,
  ...at(when),
});

/** Schemas are of one kind by their first letter. */
const exact: Guarantee = { readLag: 0, compatible: (one, two) => one[0] === two[0] };
const lagging: Guarantee = { ...exact, readLag: 100 };
const never = Number.POSITIVE_INFINITY;
const first = register('a1', { id: 1, version: 1 }, [0, 1]);
const noOrder = [expect.stringContaining('no order explains s')];

describe('histories of a registry that does one thing at a time', () => {
  it.each<[string, readonly Operation[]]>([
    ['nothing', []],
    [
      'a register and its reads',
      [first, latest({ id: 1, version: 1, text: 'a1' }, [2, 3]), versions([1], [2, 3])],
    ],
    ['the same content again', [first, register('a1', { id: 1, version: 1 }, [2, 3])]],
    [
      'two at once, in either order',
      [
        register('a1', { id: 1, version: 2 }, [0, 9]),
        register('a2', { id: 2, version: 1 }, [0, 9]),
        versions([1], [4, 5]),
        latest('none', [0, 1]),
      ],
    ],
    ['a refusal', [first, register('b', 'refused', [2, 3]), versions([1], [4, 5])]],
    [
      'a deletion, a refused one, and a new number for the content',
      [
        first,
        remove(2, 'refused', [2, 3]),
        remove(1, 'deleted', [4, 5]),
        latest('none', [6, 7]),
        remove(1, 'refused', [6, 7]),
        register('a1', { id: 1, version: 2 }, [8, 9]),
        versions([2], [10, 11]),
      ],
    ],
    ['a failed write that happened', [register('a1', 'unknown', [0, never]), versions([1], [5, 6])]],
    ['a failed write that did not', [register('a1', 'unknown', [0, never]), versions([], [5, 6])]],
    [
      'a failed write that happens late',
      [register('a1', 'unknown', [0, never]), versions([], [5, 6]), versions([1], [7, 8])],
    ],
    [
      'a failed write that could not happen at first',
      [
        first,
        register('b', 'unknown', [2, never]),
        remove(1, 'deleted', [3, 4]),
        latest({ id: 2, version: 2, text: 'b' }, [5, 6]),
      ],
    ],
    ['a failed deletion that happened', [first, remove(1, 'unknown', [2, never]), versions([], [5, 6])]],
    ['a failed deletion of nothing', [remove(1, 'unknown', [0, never]), versions([], [5, 6])]],
    [
      'a failed write of what is there',
      [first, register('a1', 'unknown', [2, never]), versions([1], [5, 6])],
    ],
  ])('are accepted: %s', (_name, history) => {
    expect(historyProblems(history, exact)).toEqual([]);
  });
});

describe('histories that no registry may have', () => {
  it.each<[string, readonly Operation[]]>([
    ['a lost write', [first, versions([], [2, 3])]],
    ['a lost write, seen by one started later', [first, versions([], [2, 3, freshReplica])]],
    [
      'one number for two contents',
      [register('a1', { id: 1, version: 1 }, [0, 9]), register('a2', { id: 2, version: 1 }, [0, 9])],
    ],
    ['a number left out', [first, register('a2', { id: 2, version: 3 }, [2, 3])]],
    [
      'a stale read after an acknowledged write',
      [
        first,
        register('a2', { id: 2, version: 2 }, [2, 3]),
        latest({ id: 1, version: 1, text: 'a1' }, [4, 5]),
      ],
    ],
    ['the wrong text', [first, latest({ id: 2, version: 1, text: 'a2' }, [2, 3])]],
    ['a read from the future', [versions([1], [0, 1]), register('a1', { id: 1, version: 1 }, [2, 3])]],
    [
      'a deletion that is undone',
      [first, remove(1, 'deleted', [2, 3]), versions([], [4, 5]), versions([1], [6, 7])],
    ],
    ['a version deleted twice', [first, remove(1, 'deleted', [2, 3]), remove(1, 'deleted', [4, 5])]],
    ['a deletion of nothing', [remove(1, 'deleted', [0, 1])]],
    ['a deletion refused for nothing', [first, remove(1, 'refused', [2, 3])]],
    ['a content registered twice', [first, register('a1', { id: 1, version: 2 }, [2, 3])]],
    ['a refusal of what is there', [first, register('a1', 'refused', [2, 3])]],
    ['a refusal without a cause', [register('a1', 'refused', [0, 1])]],
    ['an incompatible schema let through', [first, register('b', { id: 2, version: 2 }, [2, 3])]],
    [
      'a failed write that comes and goes',
      [register('a1', 'unknown', [0, never]), versions([1], [5, 6]), versions([], [7, 8])],
    ],
    [
      'a failed write seen before it was made',
      [versions([1], [0, 1]), register('a1', 'unknown', [2, never])],
    ],
  ])('are found: %s', (_name, history) => {
    expect(historyProblems(history, exact)).toEqual(noOrder);
  });

  it('are found: two ids for one content, one id for two', () => {
    const elsewhere = { ...register('a1', { id: 2, version: 1 }, [2, 3]), subject: 't' };
    expect(historyProblems([first, elsewhere], exact)).toEqual(['a1 has two ids']);
    const reused = { ...latest({ id: 1, version: 1, text: 'a2' }, [4, 5]), subject: 'u' };
    const written = { ...register('a2', 'unknown', [0, never]), subject: 'u' };
    expect(historyProblems([first, written, reused], exact)).toEqual(['id 1 stands for two schemas']);
  });

  it('are told from those it has no time for', () => {
    const pending = Array.from({ length: 12 }, (_, n) => register(`a${n}`, 'unknown', [0, never]));
    const history = [...pending, versions([7], [2, 3])];
    expect(historyProblems(history, { ...exact, maxStates: 50 })).toEqual([
      'whether an order explains s could not be found out',
    ]);
  });
});

describe('where reads through another replica may lag', () => {
  const stale = (when: When) => versions([], when);

  it.each<[string, readonly Operation[]]>([
    ['another replica, within the time', [first, stale([50, 51, 'r2'])]],
    ['another one, while the writer knows', [first, stale([50, 51, 'r2']), versions([1], [50, 51])]],
    [
      'a content that another replica still takes for registered',
      [first, remove(1, 'deleted', [2, 3]), register('a1', { id: 1, version: 1 }, [4, 5, 'r2'])],
    ],
  ])('accepts %s', (_name, history) => {
    expect(historyProblems(history, lagging)).toEqual([]);
    expect(historyProblems(history, exact)).toEqual(noOrder);
  });

  it.each<[string, readonly Operation[]]>([
    ['after the time', [first, stale([200, 201, 'r2'])]],
    ['by the replica that wrote', [first, stale([50, 51, 'r1'])]],
    ['by one started later', [first, stale([50, 51, freshReplica])]],
    ['after the same replica knew', [first, versions([1], [2, 3, 'r2']), stale([4, 5, 'r2'])]],
    ['from the future', [versions([1], [0, 1, 'r2']), register('a1', { id: 1, version: 1 }, [2, 3])]],
    ['by a write', [first, register('a2', { id: 2, version: 1 }, [2, 3, 'r2'])]],
    ['by a refusal', [first, remove(1, 'deleted', [2, 3]), register('b', 'refused', [4, 5, 'r2'])]],
    ['by a refused deletion', [first, remove(1, 'refused', [2, 3, 'r2'])]],
  ])('finds ignorance %s', (_name, history) => {
    expect(historyProblems(history, lagging)).toEqual(noOrder);
  });
});
