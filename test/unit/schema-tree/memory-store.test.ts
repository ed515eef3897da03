import { MemoryStore } from '../../../src/schema-tree/memory-store.ts';
import { dumpRules } from '../../contract/dump-rules.ts';
import { outboxRules } from '../../contract/outbox-rules.ts';
import { describeStoreContract } from '../../contract/store-contract.ts';

// A rehearsal has one writer, the registry itself, which makes no change that it would have to refuse.
const alone = 'Nobody else writes to it, so that no change comes too late.';
const order = 'The registry never adds in one change what it removed before in the same.';
const never = 'There is nothing to close: it is left to the collector.';
const unheard = 'What a rehearsal would change is no event, and nobody is told of it.';
const once = 'It is loaded when it is made, and thrown away afterwards.';

describeStoreContract('a store in memory, for rehearsals', async () => {
  const store = new MemoryStore();
  return { store, reopen: async () => store, dispose: () => store.close() };
}, [
  {
    test: 'refuses text with a lone surrogate, which UTF-8 can not hold, instead of altering it',
    reason: alone,
  },
  {
    test: 'keeps the id when one change removes a version and adds its content again, in either order',
    reason: order,
  },
  {
    test: 'refuses a version that is taken, also by a deleted one, and applies nothing of the change',
    reason: alone,
  },
  {
    test: 'refuses to mark or to remove a version that is not there, and applies nothing of the change',
    reason: alone,
  },
  { test: 'takes a scope that two guards name as one', reason: alone },
  { test: 'undoes the growth of revisions with a change that is refused', reason: alone },
  { test: 'lets a change that is refused fail alone among many', reason: alone },
  { test: 'answers a ping while open, and refuses all as unavailable once closed', reason: never },
  ...outboxRules.map(({ name }) => ({ test: name, reason: unheard })),
  ...dumpRules.map(({ name }) => ({ test: name, reason: once })),
]);
