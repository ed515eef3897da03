import { beforeAll, expect, it } from 'vitest';
import { type SharedCache, startSharedCache } from '../../readiness/shared-cache.ts';
import { startHttpPeer } from '../helpers/http-peer.ts';

let cache: SharedCache;
/** Each has an address of its own. */
let cases = 0;

beforeAll(async () => {
  let made = 0;
  // Answers with the headers that its path says, and never the same body.
  const peer = await startHttpPeer(({ path }, response) => {
    const headers = Object.fromEntries(new URLSearchParams(path.slice(2)));
    made += 1;
    response.writeHead(Number(headers['status'] ?? 200), headers).end(String(made));
  });
  cache = await startSharedCache(peer.url);
  return async () => {
    await cache.close();
    await peer.close();
  };
});

/** Whether the second of two requests is answered by the cache. */
async function isShared(
  answer: Record<string, string>,
  first: Record<string, string> = {},
  second = first,
): Promise<boolean> {
  cases += 1;
  const url = `${cache.url}/?${new URLSearchParams({ ...answer, 'x-case': String(cases) }).toString()}`;
  const bodies: string[] = [];
  for (const headers of [first, second]) bodies.push(await (await fetch(url, { headers })).text());
  return bodies[0] === bodies[1];
}

const key = { authorization: 'Bearer a' };

it.each([
  ['public and fresh', true, { 'cache-control': 'public, max-age=60' }, {}],
  ['fresh alone', true, { 'cache-control': 'max-age=60' }, {}],
  ['for shared caches alone', true, { 'cache-control': 's-maxage=60' }, {}],
  ['never stale, but for shared caches', false, { 'cache-control': 'max-age=60, s-maxage=0' }, {}],
  ['private', false, { 'cache-control': 'private, max-age=60' }, {}],
  ['to be asked for anew', false, { 'cache-control': 'no-cache, max-age=60' }, {}],
  ['not to be stored', false, { 'cache-control': 'no-store' }, {}],
  ['without a word', false, {}, {}],
  ['a refusal', false, { 'cache-control': 'max-age=60', status: '404' }, {}],
  ['different each time', false, { 'cache-control': 'max-age=60', vary: '*' }, {}],
  ['told to one client', false, { 'cache-control': 'max-age=60' }, key],
  ['told to one client, and public', true, { 'cache-control': 'public, max-age=60' }, key],
])('an answer that is %s is shared: %s', async (_name, shared, answer, headers) => {
  expect(await isShared(answer, headers)).toBe(shared);
});

it('an answer is shared among those who ask alike in what Vary names', async () => {
  const answer = { 'cache-control': 'max-age=60', vary: 'Accept, X-Key' };
  expect(await isShared(answer, { 'x-key': 'a' })).toBe(true);
  expect(await isShared(answer, { 'x-key': 'a' }, { 'x-key': 'b' })).toBe(false);
  expect(await isShared(answer, { 'x-key': 'a' }, {})).toBe(false);
  expect(await isShared(answer, { 'x-other': 'a' }, {})).toBe(true);
});

it('a change goes through', async () => {
  const before = cache.forwarded;
  const url = `${cache.url}/?cache-control=max-age%3D60&change`;
  for (let turn = 0; turn < 2; turn += 1) await (await fetch(url, { method: 'POST', body: 'a' })).text();
  expect(cache.forwarded - before).toBe(2);
});
