import { expect, it, onTestFinished, vi } from 'vitest';
import { configuredTurns } from '../../../../src/storage/configured-turns.ts';
import { takeTurn } from '../../../../src/storage/postgres/take-turn.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { sessionAt, storeWaitsForLock } from '../../../helpers/postgres/sessions.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();
const never = new AbortController().signal;
const at = (due: number) => ({ name: 'backup', due });
const connectTimeout = 5000;

async function preparedDatabase(): Promise<string> {
  const url = await databases.create();
  const store = await openStoreAt(url);
  await store.close();
  return url;
}

it('lets one do what falls due, once for each time', async () => {
  const address = { url: await preparedDatabase(), connectTimeout };
  const observer = await sessionAt(address.url);
  const done: string[] = [];
  const release = Promise.withResolvers<void>();
  const take = (who: string, due: number, until = Promise.resolve()) =>
    takeTurn(address, at(due), () => until.then(() => void done.push(who)), never);

  const first = take('first', 1000, release.promise);
  await eventually(async () => expect((await observer.query(openTransactions)).rowCount).toBe(1));
  const second = take('second', 1000);
  await storeWaitsForLock(observer);
  release.resolve();
  expect(await Promise.all([first, second])).toEqual([true, false]);
  // A clock that is behind by more than the time between two.
  expect(await take('late', 999)).toBe(false);
  expect(await take('next', 2000)).toBe(true);
  expect(done).toEqual(['first', 'next']);
  // A registry without schemas is empty all the same: a backup can be restored into it.
  const store = await openStoreAt(address.url);
  onTestFinished(() => store.close());
  await expect(store.load(store.dump())).resolves.toBeUndefined();
});

it('leaves it to the next when one fails, is cut off, or closes', async () => {
  const address = { url: await preparedDatabase(), connectTimeout };
  const observer = await sessionAt(address.url);
  const failing = takeTurn(address, at(1), () => Promise.reject(new Error('disk full')), never);
  await expect(failing).rejects.toThrow('disk full');

  const held = Promise.withResolvers<void>();
  const cut = takeTurn(address, at(1), () => held.promise, never);
  await eventually(async () => expect((await observer.query(openTransactions)).rowCount).toBe(1));
  const closing = new AbortController();
  const closed = takeTurn(address, at(1), () => Promise.resolve(), closing.signal);
  await storeWaitsForLock(observer);
  closing.abort();
  await expect(closed).rejects.toThrow('Connection terminated');
  await observer.query(`SELECT pg_terminate_backend(pid) FROM (${openTransactions}) AS s`);
  expect(await takeTurn(address, at(1), () => Promise.resolve(), never)).toBe(true);
  held.resolve();
  // It was done, though nobody will know.
  expect(await cut).toBe(true);
});

it('is always its own on an embedded store, and needs the database otherwise', async () => {
  const work = vi.fn<() => Promise<void>>(async () => undefined);
  expect(await configuredTurns({ DATA_DIR: 'x' })(at(1), work, never)).toBe(true);
  expect(work).toHaveBeenCalledOnce();
  const nowhere = {
    DATA_DIR: 'x',
    DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none',
    DATABASE_POOL_MAX: 1,
    DATABASE_REPLICAS: 1,
    DATABASE_CONNECT_TIMEOUT_MS: connectTimeout,
    DATABASE_STATEMENT_TIMEOUT_MS: 0,
    DATABASE_IDLE_TIMEOUT_MS: 0,
  };
  await expect(configuredTurns(nowhere)(at(1), work, never)).rejects.toThrow('ECONNREFUSED');
  expect(work).toHaveBeenCalledOnce();
});

const openTransactions = `SELECT pid FROM pg_stat_activity
  WHERE state = 'idle in transaction' AND application_name = 'schemagate' AND datname = current_database()`;
