import { expect } from 'vitest';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import type { Change, Ticket } from '../../src/registry/store.ts';
import { add, change, changing, outcomes, relying } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const a = subjectScope('a');

/** The change that brings this version, decided on the one before it. */
function nth(version: number, ticket: Ticket, after?: Ticket): Change {
  const added = change([add('a', version, `{"title":"${version}"}`)], [changing(a, version - 1)]);
  return { ...added, ticket, after };
}

const tickets = (count: number): Ticket[] => Array.from({ length: count }, () => ({ committed: false }));

/** Changes that rest on others which are not durable yet. */
export const successionRules: readonly Rule[] = [
  {
    name: 'commits changes that rest on one another, sent at once',
    async run({ store }) {
      const names = tickets(5);
      const sent = names.map((name, index) => store.commit(nth(index + 1, name, names[index - 1])));
      expect(outcomes(await Promise.all(sent))).toEqual(names.map(() => 'committed'));
      expect(names.every(({ committed }) => committed)).toBe(true);
      expect((await store.versions('a')).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
      const last: Ticket = { committed: false };
      expect(outcomes([await store.commit(nth(6, last, names[4]))])).toEqual(['committed']);
    },
  },
  {
    name: 'refuses all that rests on a change that was refused, though the revisions have come to be the same',
    async run({ store }) {
      await store.commit(change([], [changing(globalScope, 0)]));
      const [first, second, third] = tickets(3) as [Ticket, Ticket, Ticket];
      const stale = nth(1, first);
      const sent = [
        store.commit({ ...stale, guards: [...stale.guards, relying(globalScope, 0)] }),
        // Brings the subject to the very revision that the first would have brought.
        store.commit(change([], [changing(a, 0)])),
        store.commit(nth(2, second, first)),
        store.commit(nth(3, third, second)),
      ];
      expect(outcomes(await Promise.all(sent))).toEqual(['conflict', 'committed', 'conflict', 'conflict']);
      const late: Ticket = { committed: false };
      expect(outcomes([await store.commit(nth(2, late, first))])).toEqual(['conflict']);
      expect([first, second, third, late].some(({ committed }) => committed)).toBe(false);
      expect(await store.versions('a')).toEqual([]);
    },
  },
  {
    name: 'refuses what rests on a change that never came',
    async run({ store }) {
      const [never, name] = tickets(2) as [Ticket, Ticket];
      expect(outcomes([await store.commit(nth(1, name, never))])).toEqual(['conflict']);
      expect(await store.versions('a')).toEqual([]);
    },
  },
];
