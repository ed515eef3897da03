import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/access/principal.ts';
import {
  type Answer,
  comparable,
  countedFor,
  shapeOf,
  startTwoWays,
  type TwoWays,
} from '../helpers/two-ways.ts';

const schema = JSON.stringify({ type: 'object', properties: { name: { type: 'string' } } });
const question = JSON.stringify({ schemaType: 'JSON', schema });
const requestOf = (text: string) => ({ schemaType: 'JSON', schema: text, references: [] });
const keys: Record<string, string> = {};
let service: TwoWays;
let app: TwoWays['app'];
let log: TwoWays['log'];
let path: string;

beforeAll(async () => {
  service = await startTwoWays();
  ({ app, log } = service);
  const { id } = await app.registry.registerSchema('orders', requestOf(schema), { normalize: false });
  path = `/schemas/ids/${id}`;
});
afterAll(() => service.stop());

const ask = (url = path, ...more: [headers?: Record<string, string>, method?: string, body?: string]) =>
  service.ask(url, ...more);

/** Asks twice: what is not made yet is made by the first. */
async function askAgain(headers: Record<string, string>): Promise<readonly [Answer, Answer]> {
  return [await ask(path, headers), await ask(path, headers)];
}

describe('an answer that is already made', () => {
  it.each([
    ['plain', {}],
    ['in the newer shape', { 'confluent-accept-unknown-properties': 'true' }],
    ['as another media type', { accept: 'application/json' }],
    ['compressed', { 'accept-encoding': 'gzip' }],
  ])('is given without routing, the same as the ordinary way: %s', async (_name, headers) => {
    const [first, second] = await askAgain(headers);
    expect([first.quick, second.quick]).toEqual([false, true]);
    expect(comparable(second)).toEqual(comparable(first));
    expect(new Set(Object.keys(second.headers))).toEqual(new Set(Object.keys(first.headers)));
  });

  it('is 304 to a client that has it', async () => {
    const { headers } = await ask();
    const answer = await ask(path, { 'if-none-match': String(headers.etag) });
    expect(answer).toMatchObject({ status: 304, body: '', quick: true, headers: { etag: headers.etag } });
  });

  it('is counted against the limit, logged and measured like any other', async () => {
    const [first, second] = [
      await ask(path, { 'content-length': '0' }),
      await ask(path, { 'x-request-id': 'mine' }),
    ];
    expect([first.quick, second.quick]).toEqual([false, true]);
    const left = [first, second].map(({ headers }) =>
      Number(/r=(\d+)/.exec(String(headers['ratelimit']))?.[1]),
    );
    expect(left[1]).toBe((left[0] ?? 0) - 1);
    expect(second.headers['x-request-id']).toBe('mine');

    const lines = log.with('request completed').filter(({ route }) => route === '/schemas/ids/:id');
    const [one, two] = lines.slice(-2);
    expect(two).toMatchObject({ reqId: 'mine', route: '/schemas/ids/:id', req: { url: path } });
    expect(JSON.stringify(shapeOf(two))).toBe(JSON.stringify(shapeOf(one)));
    expect(await countedFor(app, '/schemas/ids/:id')).toBe(lines.length);
  });

  it('goes the ordinary way where something else may have a say', async () => {
    expect(await ask()).toMatchObject({ quick: true });
    expect(await ask(path, {}, 'HEAD')).toMatchObject({ quick: false, status: 200, body: '' });
    expect(await ask(path, { 'content-length': '2' }, 'GET', '{}')).toMatchObject({
      quick: false,
    });
    expect(await ask(path, { 'x-forwarded-for': '192.0.2.1' })).toMatchObject({ quick: false, status: 200 });
    for (const other of [
      `${path}?subject=orders`,
      `${path}/`,
      `${path}/schema`,
      '/schemas/ids/999',
      '/schemas/ids/',
    ]) {
      expect(await ask(other)).toMatchObject({ quick: false });
    }
    expect(await ask(`/schemas/ids/0${path.slice(13)}`)).toMatchObject({ status: 200 });
    expect(await ask(`/schemas/ids/${'1'.repeat(30)}`)).toMatchObject({ quick: false, status: 404 });
  });
});

describe('a look-up', () => {
  const lookUp = (headers: Record<string, string> = {}, url = '/subjects/orders', body = question) =>
    ask(url, { 'content-type': 'application/json', ...headers }, 'POST', body);
  it('is kept from the second time on', async () => {
    const quick: boolean[] = [];
    for (const _time of [1, 2, 3]) quick.push((await lookUp({}, '/subjects/orders', `${question}  `)).quick);
    expect(quick).toEqual([false, false, true]);
    expect(await lookUp()).toMatchObject({ quick: false, status: 200 });
  });

  it.each([
    ['plain', {}],
    ['in the newer shape', { 'confluent-accept-unknown-properties': 'true' }],
    ['as another media type', { accept: 'application/json' }],
    ['compressed', { 'accept-encoding': 'gzip' }],
  ])('by the same bytes again and again has the same answer: %s', async (_name, headers) => {
    const [first, second] = [await lookUp(headers), await lookUp(headers)];
    expect([first.quick, second.quick]).toEqual([false, true]);
    expect(first.status).toBe(200);
    expect(comparable(second)).toEqual(comparable(first));
    expect(new Set(Object.keys(second.headers))).toEqual(new Set(Object.keys(first.headers)));
  });

  it('is logged, measured and counted like any other', async () => {
    const [first, second] = [
      await lookUp({ 'x-request-id': 'one' }),
      await lookUp({ 'x-request-id': 'two' }),
    ];
    expect([first.quick, second.quick]).toEqual([true, true]);
    const left = [first, second].map(({ headers }) => /r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
    expect(Number(left[1])).toBe(Number(left[0]) - 1);
    const lines = log.with('request completed').filter(({ route }) => route === '/subjects/:subject');
    expect(lines.at(-1)).toMatchObject({ reqId: 'two', req: { method: 'POST', url: '/subjects/orders' } });
    expect(JSON.stringify(shapeOf(lines.at(-1)))).toBe(JSON.stringify(shapeOf(lines[0])));
    expect(await countedFor(app, '/subjects/:subject')).toBe(lines.length);
  });

  it('goes the ordinary way when it is another question, or may be', async () => {
    expect(await lookUp()).toMatchObject({ quick: true });
    expect(await lookUp({}, '/subjects/orders?deleted=true')).toMatchObject({ quick: false, status: 200 });
    expect(await lookUp({}, '/subjects/%6frders')).toMatchObject({ quick: false, status: 200 });
    expect(await lookUp({}, '/subjects/others')).toMatchObject({ quick: false, status: 404 });
    expect(await lookUp({ 'content-type': 'application/octet-stream' })).toMatchObject({ quick: false });
    expect(await lookUp({ 'content-type': 'text/plain' })).toMatchObject({ quick: false, status: 415 });
    expect(await lookUp({ 'content-encoding': 'gzip' })).toMatchObject({ quick: false, status: 415 });
    expect(await lookUp({ 'transfer-encoding': 'chunked' })).toMatchObject({ quick: false, status: 200 });
    expect(await lookUp({}, '/subjects/orders', `${question} `)).toMatchObject({ quick: false, status: 200 });
    expect(await lookUp({}, '/subjects/orders', '{')).toMatchObject({ quick: false, status: 400 });
    expect(await lookUp({}, '/subjects/orders', '')).toMatchObject({ quick: false, status: 422 });
    const long = question + ' '.repeat(20_000);
    for (const _again of [1, 2]) {
      expect(await lookUp({}, '/subjects/orders', long)).toMatchObject({ quick: false, status: 200 });
    }
  });

  it('is asked anew after any change', async () => {
    expect(await lookUp()).toMatchObject({ quick: true });
    await app.registry.deleteSubject('orders', { permanent: false });
    expect(await lookUp()).toMatchObject({ quick: false, status: 404 });
    await app.registry.registerSchema('orders', requestOf(schema), { normalize: false });
    const answer = await lookUp();
    expect(answer).toMatchObject({ quick: false, status: 200 });
    expect(JSON.parse(answer.body)).toMatchObject({ version: 2 });
  });
});

describe('with access control', () => {
  beforeAll(async () => {
    const asker = { principal: anonymous, ip: '127.0.0.1', id: 'test' };
    for (const grant of ['reader', 'reader:orders', 'reader:others', 'metrics']) {
      keys[grant] = (await app.keys.create(asker, { name: grant, grants: [grant] })).key;
    }
  });
  const by = (grant: string) => ({ authorization: `Bearer ${keys[grant]}` });

  it('is for whoever may read, not for others, however warm it is', async () => {
    expect(await ask(path)).toMatchObject({ quick: false, status: 401 });
    await askAgain(by('reader'));
    expect(await ask(path, by('reader'))).toMatchObject({ quick: true, status: 200 });
    expect(await ask(path, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
    for (const grant of ['reader:others', 'metrics']) {
      await askAgain(by(grant));
      expect(await ask(path, by(grant))).toMatchObject({
        quick: false,
        status: grant === 'metrics' ? 403 : 404,
      });
    }
  });

  it('is the same for bounded rights as the ordinary way', async () => {
    const [first, second] = await askAgain(by('reader:orders'));
    expect([first.quick, second.quick]).toEqual([false, true]);
    expect(comparable(second)).toEqual(comparable(first));
    expect(await ask(path, by('reader:others'))).toMatchObject({ quick: false, status: 404 });
  });

  it('answers look-ups to whoever may read the subject', async () => {
    const lookUp = (grant: string) =>
      ask('/subjects/orders', { 'content-type': 'application/json', ...by(grant) }, 'POST', question);
    // So that the keys are known.
    for (const grant of ['reader', 'reader:orders', 'reader:others', 'metrics']) await ask(path, by(grant));
    for (const grant of ['reader', 'reader:orders']) {
      expect(await lookUp(grant)).toMatchObject({ quick: false, status: 200 });
      expect(await lookUp(grant)).toMatchObject({ quick: true, status: 200 });
    }
    expect(await lookUp('metrics')).toMatchObject({ quick: false, status: 403 });
    for (const _again of [1, 2]) {
      expect(await lookUp('reader:others')).toMatchObject({ quick: false, status: 404 });
    }
  });
});
