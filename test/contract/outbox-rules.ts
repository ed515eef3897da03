import { expect } from 'vitest';
import { guidOf } from '../../src/registry/identity.ts';
import type { NewDelivery, Outbox, OutboxChange } from '../../src/registry/outbox.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import type { Store } from '../../src/registry/store.ts';
import { outboxOf } from '../../src/storage/configured-store.ts';
import { add, change, changing, contentOf, outcomes } from '../helpers/changes.ts';
import type { Rule } from './rule.ts';

const lease = 60_000;

function outbox(store: Store): Outbox {
  const found = outboxOf(store);
  if (found === undefined) throw new Error('The store keeps no events');
  return found;
}

const about = (subject: string, event = '{}', endpoint = 'e'): NewDelivery => ({
  endpoint,
  scope: subjectScope(subject),
  event,
});

const write = (store: Store, outboxChange: OutboxChange) =>
  store.commit({ guards: [], writes: [], outbox: outboxChange });

async function eventsOf(store: Store, limit = 10, endpoint = 'e'): Promise<readonly string[]> {
  return (await outbox(store).claim(endpoint, limit, lease)).map(({ event }) => event);
}

/** What a store does for events that are to be delivered. */
export const outboxRules: readonly Rule[] = [
  {
    name: 'keeps an event with its change, or neither',
    async run({ store }) {
      const content = contentOf('{"title":"told"}');
      const schema = { guid: guidOf(content), schemaType: content.schemaType };
      const told = (version: number) => ({
        ...change([add('a', version, content)], [changing(subjectScope('a'), version - 1)]),
        outbox: { add: [{ ...about('a', `{"n":${version}}`), schema }] },
      });
      // The second rests on what the first altered.
      const results = await Promise.all([store.commit(told(1)), store.commit(told(1))]);
      expect(outcomes(results).toSorted()).toEqual(['committed', 'conflict']);
      expect(await outbox(store).claim('e', 10, lease)).toEqual([
        { id: expect.any(Number), endpoint: 'e', event: '{"n":1}', schemaId: 1, attempts: 0 },
      ]);
    },
  },
  {
    name: 'gives the events of one subject one after the other, those of others beside them, each to one taker',
    async run({ store }) {
      await write(store, {
        add: [about('a', '1'), about('b', '2'), about('a', '3'), about('a', '4', 'other')],
      });
      await write(store, { add: [{ endpoint: 'e', scope: globalScope, event: '5' }] });
      const takers = await Promise.all([0, 1, 2].map(() => outbox(store).claim('e', 10, lease)));
      const taken = takers.flat().toSorted((a, b) => a.id - b.id);
      expect(taken.map(({ event }) => event)).toEqual(['1', '2', '5']);
      expect(await eventsOf(store)).toEqual([]);
      await write(store, { settle: taken.slice(0, 1).map(({ id }) => ({ id, outcome: 'delivered' })) });
      expect(await eventsOf(store)).toEqual(['3']);
      expect(await eventsOf(store, 10, 'other')).toEqual(['4']);
      expect(await eventsOf(store, 10, 'nobody')).toEqual([]);
    },
  },
  {
    name: 'gives no more events than are asked for, the oldest first',
    async run({ store }) {
      await write(store, { add: ['a', 'b', 'c'].map((subject) => about(subject, `"${subject}"`)) });
      expect(await eventsOf(store, 2)).toEqual(['"a"', '"b"']);
      expect(await eventsOf(store, 2)).toEqual(['"c"']);
    },
  },
  {
    name: 'lets what is behind a failed event wait, and goes on behind one that is given up',
    async run({ store }) {
      await write(store, { add: [about('a', '1'), about('a', '2')] });
      const [first] = await outbox(store).claim('e', 1, lease);
      const id = first?.id ?? 0;
      await write(store, { settle: [{ id, outcome: 'failed', retryIn: lease + 0.3, error: 'refused' }] });
      expect(await eventsOf(store)).toEqual([]);
      await write(store, { settle: [{ id, outcome: 'failed', retryIn: 0, error: 'refused' }] });
      expect(await outbox(store).claim('e', 1, lease)).toMatchObject([{ id, attempts: 2 }]);
      await write(store, { settle: [{ id, outcome: 'dead', error: 'again' }] });
      expect(await eventsOf(store)).toEqual(['2']);
      expect(await outbox(store).deadLetters(0, 10)).toEqual([
        {
          id,
          endpoint: 'e',
          event: '1',
          schemaId: undefined,
          attempts: 3,
          error: 'again',
          deadAt: expect.any(Number),
        },
      ]);
      expect(await outbox(store).deadLetters(id, 10)).toEqual([]);
    },
  },
  {
    name: 'delivers a dead letter again when asked, and knows one that is none',
    async run({ store }) {
      await write(store, { add: [about('a', '1'), about('a', '2')] });
      const [first] = await outbox(store).claim('e', 1, lease);
      const id = first?.id ?? 0;
      await write(store, { settle: [{ id, outcome: 'dead', error: 'gone' }] });
      await write(store, { settle: [{ id, outcome: 'failed', retryIn: 0, error: 'late' }] });
      await write(store, {
        settle: [
          { id, outcome: 'replayed' },
          { id: id + 1, outcome: 'replayed' },
        ],
      });
      expect(await outbox(store).claim('e', 10, lease)).toMatchObject([{ id, attempts: 0 }]);
      expect(await outbox(store).deadLetters(0, 10)).toEqual([]);
    },
  },
  {
    name: 'tells how many events wait, how old they are, and how many were given up',
    async run({ store }) {
      expect(await outbox(store).depth()).toEqual([]);
      await write(store, { add: [about('a'), about('b'), about('a', '{}', 'other')] });
      const [first] = await outbox(store).claim('other', 1, lease);
      await write(store, { settle: [{ id: first?.id ?? 0, outcome: 'dead', error: 'gone' }] });
      const depth = await outbox(store).depth();
      expect(depth).toEqual([
        { endpoint: 'e', waiting: 2, dead: 0, oldestAge: expect.any(Number) },
        { endpoint: 'other', waiting: 0, dead: 1, oldestAge: 0 },
      ]);
      expect(depth[0]?.oldestAge).toBeGreaterThanOrEqual(0);
    },
  },
  {
    name: 'keeps any text of events, and all events when it is opened again',
    async run({ store, reopen }) {
      const strange = '日本 \ud800 \0';
      const event = JSON.stringify({ strange });
      await write(store, { add: [about(strange, event)] });
      const again = await reopen();
      expect(await eventsOf(again)).toEqual([event]);
    },
  },
];
