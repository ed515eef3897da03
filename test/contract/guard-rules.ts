import { expect } from 'vitest';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import type { GuardScope } from '../../src/registry/store.ts';
import { add, change, changing, outcomes, relying, write } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const a = subjectScope('a');
const b = subjectScope('b');
const referrersOfA: GuardScope = { kind: 'referrers', subject: 'a' };
const committed = { outcome: 'committed', schemaIds: [] };
const conflict = { outcome: 'conflict' };

/** Optimistic guards. */
export const guardRules: readonly Rule[] = [
  {
    name: 'counts a revision for each scope, in the order asked',
    async run({ store }) {
      expect(await store.revisions([globalScope, a, subjectScope(''), referrersOfA])).toEqual([0, 0, 0, 0]);
      await store.commit(change([], [changing(a, 0), changing(globalScope, 0)]));
      await store.commit(change([], [changing(a, 1)]));
      expect(await store.revisions([globalScope, a, subjectScope(''), a])).toEqual([1, 2, 0, 2]);
      expect(await store.revisions([])).toEqual([]);
    },
  },
  {
    name: 'counts the referrers of a subject apart from the subject',
    async run({ store }) {
      await store.commit(change([], [changing(referrersOfA, 0)]));
      expect(await store.revisions([a, referrersOfA])).toEqual([0, 1]);
      await store.commit(change([], [changing(a, 0)]));
      expect(await store.revisions([a, referrersOfA])).toEqual([1, 1]);
    },
  },
  {
    name: 'refuses a change when the revision of a guard has moved, and applies nothing of it',
    async run({ store }) {
      expect(await store.commit(change([], [changing(a, 0)]))).toEqual(committed);
      const stale = change([add('b', 1, '{}')], [changing(b, 0), relying(a, 0)]);
      expect(await store.commit(stale)).toEqual(conflict);
      expect(await store.revisions([a, b])).toEqual([1, 0]);
      expect(await store.versions('b')).toEqual([]);
    },
  },
  {
    name: 'refuses a revision that is not reached yet',
    async run({ store }) {
      expect(await store.commit(change([], [changing(a, 1)]))).toEqual(conflict);
      expect(await store.commit(change([], [relying(referrersOfA, 1)]))).toEqual(conflict);
    },
  },
  {
    name: 'lets a guard without changes leave the revision as it is',
    async run({ store }) {
      expect(await store.commit(change([], [relying(a, 0), relying(globalScope, 0)]))).toEqual(committed);
      expect(await store.commit(change([], [relying(a, 0)]))).toEqual(committed);
      expect(await store.revisions([a, globalScope])).toEqual([0, 0]);
    },
  },
  {
    name: 'lets a guard of any revision grow it without comparing it',
    async run({ store }) {
      const any = change([], [changing(referrersOfA, 'any'), relying(a, 'any')]);
      const results = await Promise.all([1, 2, 3].map(() => store.commit(any)));
      expect(results).toEqual([committed, committed, committed]);
      expect(await store.revisions([referrersOfA, a])).toEqual([3, 0]);
      expect(await store.commit(change([], [relying(referrersOfA, 0)]))).toEqual(conflict);
    },
  },
  {
    name: 'takes a scope that two guards name as one',
    async run({ store }) {
      expect(await store.commit(change([], [changing(a, 0), relying(a, 0), changing(a, 0)]))).toEqual(
        committed,
      );
      expect(await store.revisions([a])).toEqual([1]);
    },
  },
  {
    name: 'undoes the growth of revisions with a change that is refused',
    async run({ store }) {
      await write(store, add('a', 1, '{}'));
      const taken = change([add('a', 1, 'true')], [changing(a, 0), changing(referrersOfA, 'any')]);
      expect(await store.commit(taken)).toEqual(conflict);
      expect(await store.revisions([a, referrersOfA])).toEqual([0, 0]);
    },
  },
  {
    name: 'keeps a revision when everything else of the subject is removed',
    async run({ store }) {
      await store.commit(change([add('a', 1, '{}')], [changing(a, 0)]));
      const removal = { kind: 'remove-versions', subject: 'a', versions: [1 as never] } as const;
      await store.commit(change([removal], [changing(a, 1)]));
      expect(await store.revisions([a])).toEqual([2]);
    },
  },
  {
    name: 'lets exactly one win of many that changed the same revision at once',
    async run({ store }) {
      const attempts = Array.from({ length: 50 }, (_, n) =>
        store.commit(change([add('a', 1, `{"title":"${n}"}`)], [changing(a, 0)])),
      );
      const results = outcomes(await Promise.all(attempts));
      expect(results.filter((outcome) => outcome === 'committed')).toHaveLength(1);
      expect(await store.versions('a')).toHaveLength(1);
      expect(await store.revisions([a])).toEqual([1]);
      expect(await store.maxSchemaId()).toBe(1);
    },
  },
  {
    name: 'never lets two commits with overlapping guards both rest on the same facts',
    async run({ store }) {
      // Each relies on the scope that the other changes: both together would be write skew.
      const [first, second] = await Promise.all([
        store.commit(change([], [changing(a, 0), relying(b, 0)])),
        store.commit(change([], [changing(b, 0), relying(a, 0)])),
      ]);
      expect(outcomes([first, second]).toSorted()).toEqual(['committed', 'conflict']);
      const revisions = await store.revisions([a, b]);
      expect(new Set(revisions)).toEqual(new Set([0, 1]));
    },
  },
  {
    name: 'lets writers that retry after a conflict all get through, one version each',
    async run({ store }) {
      async function register(n: number): Promise<void> {
        const [revision = 0] = await store.revisions([a]);
        const next = ((await store.latestVersion('a'))?.version ?? 0) + 1;
        const result = await store.commit(
          change([add('a', next, `{"title":"${n}"}`)], [changing(a, revision)]),
        );
        if (result.outcome === 'conflict') await register(n);
      }
      await Promise.all(Array.from({ length: 20 }, (_, n) => register(n)));
      const versions = await store.versions('a');
      expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      expect(new Set(versions.map(({ id }) => id)).size).toBe(20);
    },
  },
];
