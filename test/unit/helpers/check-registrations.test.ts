import { expect, it } from 'vitest';
import { add, contentOf, remove, write } from '../../helpers/changes.ts';
import { registrationProblems } from '../../helpers/check-registrations.ts';
import { openTemporaryStore } from '../../helpers/sqlite-store.ts';

// The check must be able to fail, or what it proves is nothing.
it('finds what was lost, doubled or left out', async () => {
  const { store, dispose } = await openTemporaryStore();
  const other = contentOf('{}', { metadata: { properties: { a: 'b' } } });
  await write(store, add('a', 1, '{}'), add('a', 2, 'true'), add('a', 3, other), add('b', 1, 'true'));
  await write(store, remove('a', [2]));
  const problems = await registrationProblems(store, [
    { subject: 'a', version: 1, id: 1, text: '{}' },
    { subject: 'a', version: 2, id: 2, text: 'true' },
    { subject: 'b', version: 1, id: 2, text: 'false' },
    { subject: 'b', version: 2, id: 1, text: '{}' },
  ]);
  await dispose();
  expect(problems).toEqual([
    'a version 2 was acknowledged with id 2 and is not there so',
    'b version 1 was acknowledged with id 2 and is not there so',
    'b version 2 was acknowledged with id 1 and is not there so',
    '{} has the ids 1 and 3',
    'a has version 3 where 2 should follow',
  ]);
});
