import { expect, it, onTestFinished } from 'vitest';
import { Connections } from '../../../../src/storage/postgres/connections.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';

const databases = postgresForFile();

it('sets limits on every connection, and closes those that nobody uses', async () => {
  const url = await databases.create();
  const connections = new Connections({
    url,
    max: 2,
    connectTimeout: 1000,
    statementTimeout: 4321,
    idleTimeout: 50,
  });
  onTestFinished(() => connections.close());
  const names = ['statement_timeout', 'idle_in_transaction_session_timeout', 'application_name'];
  const text = `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`;
  expect(await connections.query({ name: 'limits', text, values: [] })).toEqual([
    {
      statement_timeout: '4321ms',
      idle_in_transaction_session_timeout: '4321ms',
      application_name: 'schemagate',
    },
  ]);
  expect(connections.stats).toEqual({ max: 2, total: 1, idle: 1, waiting: 0 });
  await expect.poll(() => connections.stats.total).toBe(0);
});

it('reads whole numbers of 64 bits as numbers', async () => {
  const url = await databases.create();
  const limits = { connectTimeout: 1000, statementTimeout: 1000, idleTimeout: 1000 };
  const connections = new Connections({ url, max: 1, ...limits });
  onTestFinished(() => connections.close());
  const query = { name: 'number', text: 'SELECT $1::bigint AS number', values: [281_474_976_710_655] };
  expect(await connections.query(query)).toEqual([{ number: 281_474_976_710_655 }]);
});
