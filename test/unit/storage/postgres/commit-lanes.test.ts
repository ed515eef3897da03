import { describe, expect, it } from 'vitest';
import { subjectScope } from '../../../../src/registry/settings.ts';
import type { Change } from '../../../../src/registry/store.ts';
import { StoreUnavailableError } from '../../../../src/registry/store.ts';
import { changeSize } from '../../../../src/storage/common/change-size.ts';
import {
  type ChangeOutcome,
  CommitLanes,
  type CommitLanesOptions,
  defaultLimits,
} from '../../../../src/storage/postgres/commit-lanes.ts';
import { add, change, changing, relying } from '../../../helpers/changes.ts';

const done: ChangeOutcome = { outcome: 'committed', schemaIds: [] };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lanes whose transactions end when told to, the first begun first. */
function lanesOf(options: Partial<CommitLanesOptions> = {}) {
  const begun: { changes: readonly Change[]; end: (outcomes?: readonly ChangeOutcome[]) => void }[] = [];
  const write = (changes: readonly Change[]) =>
    new Promise<readonly ChangeOutcome[]>((resolve) => {
      begun.push({ changes, end: (outcomes = changes.map(() => done)) => resolve(outcomes) });
    });
  const lanes = new CommitLanes({ write, lanes: 2, ...options });
  const subjects = () => begun.map(({ changes }) => changes.map(subjectOf));
  const end = async (...outcomes: ChangeOutcome[]) => {
    begun.shift()?.end(outcomes.length > 0 ? outcomes : undefined);
    await turn();
    await turn();
  };
  return { lanes, subjects, end };
}

function subjectOf({ writes: [write] }: Change): string {
  return write?.kind === 'add-version' ? write.subject : '';
}

let texts = 0;
const addTo = (subject: string): Change => change([add(subject, 1, `{"title":"${(texts += 1)}"}`)]);

describe('the lanes of commits', () => {
  it('let changes of one turn, and those that find no lane free, share a transaction', async () => {
    const { lanes, subjects, end } = lanesOf();
    const results = ['a', 'b'].map((name) => lanes.submit(addTo(name)));
    await turn();
    results.push(lanes.submit(addTo('c')));
    await turn();
    results.push(...['d', 'e'].map((name) => lanes.submit(addTo(name))));
    await turn();
    expect(subjects()).toEqual([['a', 'b'], ['c']]);
    expect(lanes.waiting).toBe(2);
    await end();
    expect(subjects()).toEqual([['c'], ['d', 'e']]);
    await end();
    await end();
    expect(await Promise.all(results)).toEqual(Array.from({ length: 5 }, () => done));
  });

  it('never have one subject or one content under way in two, nor let a change be overtaken for good', async () => {
    const { lanes, subjects, end } = lanesOf();
    void lanes.submit(change([add('a', 1, '{}')]));
    await turn();
    void lanes.submit(change([add('same-content', 1, '{}')], [relying(subjectScope('x'), 0)]));
    void lanes.submit(
      change([add('free', 1, 'true')], [changing({ kind: 'referrers', subject: 'y' }, 'any')]),
    );
    void lanes.submit(addTo('x'));
    await turn();
    expect(subjects()).toEqual([['a'], ['free']]);
    void lanes.submit(addTo('y'));
    await end();
    expect(subjects()).toEqual([['free'], ['same-content', 'x']]);
    await end();
    expect(subjects()).toEqual([['same-content', 'x'], ['y']]);
    await end();
    await end();
    await lanes.drain();
  });

  it('bound a transaction by its changes and their size, one change excepted', async () => {
    const limits = { ...defaultLimits, batchChanges: 2, batchBytes: 3000 };
    const { lanes, subjects, end } = lanesOf({ lanes: 1, limits });
    void lanes.submit(change([add('big', 1, JSON.stringify('x'.repeat(5000)))]));
    for (const name of ['a', 'b', 'c']) void lanes.submit(addTo(name));
    await turn();
    expect(subjects()).toEqual([['big']]);
    await end();
    expect(subjects()).toEqual([['a', 'b']]);
    await end();
    expect(subjects()).toEqual([['c']]);
    await end();
  });

  it('refuse what would fill the memory', async () => {
    const first = addTo('a');
    const { lanes, end } = lanesOf({ limits: { ...defaultLimits, waitingBytes: changeSize(first) } });
    const accepted = lanes.submit(first);
    await expect(lanes.submit(addTo('b'))).rejects.toThrow(StoreUnavailableError);
    await turn();
    await end();
    expect(await accepted).toBe(done);
  });

  it('give each change its own outcome', async () => {
    const { lanes, end } = lanesOf();
    const cause = new Error('the reason');
    const [stored, refused, failed, forgotten] = ['a', 'b', 'c', 'd'].map((name) =>
      lanes.submit(addTo(name)),
    );
    const settled = Promise.allSettled([failed, forgotten]);
    await turn();
    await end(done, { outcome: 'conflict' }, { outcome: 'failed', error: cause });
    expect(await stored).toBe(done);
    expect(await refused).toEqual({ outcome: 'conflict' });
    expect(await settled).toMatchObject([
      { reason: { name: 'StoreUnavailableError', cause } },
      { reason: { name: 'StoreUnavailableError', cause: { message: 'The change got no outcome' } } },
    ]);
  });

  it('are drained when nothing waits or is under way', async () => {
    const { lanes, end } = lanesOf({ lanes: 1 });
    const results = ['a', 'b'].map((name) => lanes.submit(addTo(name)));
    const drained = lanes.drain();
    void lanes.submit(change([add('a', 2, 'true')]));
    await end();
    await end();
    await drained;
    expect(await Promise.all(results)).toEqual([done, done]);
    await expect(lanes.drain()).resolves.toBeUndefined();
  });
});
