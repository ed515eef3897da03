import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/access/principal.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import {
  type Answer,
  comparable,
  countedFor,
  shapeOf,
  startTwoWays,
  type TwoWays,
} from '../helpers/two-ways.ts';

const requestOf = (title: string) => ({
  schemaType: 'JSON',
  schema: JSON.stringify({ type: 'object', title }),
  references: [],
});
const body = JSON.stringify(requestOf('a'));
/** With it a request goes the ordinary way, where its answer is made anew. */
const ordinarily = { 'content-length': '0' };
/** What requests say of the answer that they want. */
const shapes: readonly Record<string, string>[] = [
  {},
  { 'confluent-accept-unknown-properties': 'true' },
  { accept: 'application/json' },
  { 'accept-encoding': 'gzip' },
];
let service: TwoWays;

beforeAll(async () => {
  service = await startTwoWays();
  const { registry } = service.app;
  for (const title of ['a', 'b'])
    await registry.registerSchema('orders', requestOf(title), { normalize: false });
  await registry.updateConfig('orders', { compatibility: 'NONE' });
});
afterAll(() => service.stop());

/** Addresses whose answers are kept, by route. */
const kept = [
  ['/subjects/:subject/versions/:version', '/subjects/orders/versions/latest'],
  ['/subjects/:subject/versions/:version', '/subjects/orders/versions/1'],
  ['/subjects/:subject/versions', '/subjects/orders/versions'],
  ['/subjects', '/subjects'],
  ['/subjects', '/subjects?subjectPrefix=ord&deleted=true'],
  ['/config/:subject', '/config/orders'],
  ['/config/:subject', '/config/others?defaultToGlobal=true'],
  ['/config', '/config'],
  ['/mode/:subject', '/mode/orders?defaultToGlobal=true'],
  ['/mode', '/mode'],
] as const;

describe('an answer that can change', () => {
  it.each(kept)(
    '%s is given again without routing, the same as the ordinary way: %s',
    async (_route, url) => {
      for (const headers of shapes) {
        const [first, second] = [await service.ask(url, headers), await service.ask(url, headers)];
        expect([first.quick, second.quick]).toEqual([false, true]);
        expect(first.status).toBe(200);
        expect(comparable(second)).toEqual(comparable(first));
        expect(Object.keys(second.headers).toSorted()).toEqual(Object.keys(first.headers).toSorted());
        const tag = String(second.headers.etag);
        const again = await service.ask(url, { ...headers, 'if-none-match': tag });
        expect(again).toMatchObject({ status: 304, body: '', quick: true, headers: { etag: tag } });
      }
    },
  );

  it.each(kept)('%s is logged, measured and counted like any other: %s', async (route, url) => {
    const ids = { first: { ...ordinarily, 'x-request-id': 'one' }, second: { 'x-request-id': 'two' } };
    const counted = await countedFor(service.app, route);
    const [first, second] = [await service.ask(url, ids.first), await service.ask(url, ids.second)];
    expect([first.quick, second.quick]).toEqual([false, true]);
    const left = [first, second].map(({ headers }) => /r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
    expect(Number(left[1])).toBe(Number(left[0]) - 1);
    expect(await countedFor(service.app, route)).toBe(counted + 2);
    const lines = service.log.with('request completed').slice(-2);
    expect(lines[1]).toMatchObject({ reqId: 'two', route, req: { method: 'GET', url } });
    expect(JSON.stringify(shapeOf(lines[1]))).toBe(JSON.stringify(shapeOf(lines[0])));
  });

  it('goes the ordinary way where it may be another, or none', async () => {
    const url = '/subjects/orders/versions/latest';
    expect(await service.ask(url)).toMatchObject({ quick: true });
    for (const [other, status] of [
      [`${url}?deleted=true`, 200],
      [`/contexts/.${url}`, 200],
      [`${url}?${'x'.repeat(2000)}`, 200],
      ['/subjects/orders/versions/9', 404],
      ['/config/others', 404],
    ] as const) {
      await service.ask(other);
      const again = await service.ask(other);
      expect([again.quick, again.status]).toEqual([other.endsWith('deleted=true'), status]);
    }
    expect(await service.ask(url, { 'x-forwarded-for': '192.0.2.1' })).toMatchObject({ quick: false });
    expect(await service.ask(url, {}, 'HEAD')).toMatchObject({ quick: false, status: 200, body: '' });
  });
});

it('follows an alias to where it leads now', async () => {
  const { registry } = service.app;
  for (const title of ['p', 'q', 'r'])
    await registry.registerSchema('led-to', requestOf(title), { normalize: false });
  const url = '/subjects/alias/versions';
  const lookUp = () => service.ask('/subjects/alias', { 'content-type': 'application/json' }, 'POST', body);
  for (const [alias, versions] of [
    ['orders', '[1,2]'],
    ['led-to', '[1,2,3]'],
    ['orders', '[1,2]'],
  ] as const) {
    await registry.updateConfig('alias', { alias });
    for (const quick of [false, true])
      expect(await service.ask(url)).toMatchObject({ quick, body: versions });
    const status = alias === 'orders' ? 200 : 404;
    for (const _again of [1, 2]) expect(await lookUp()).toMatchObject({ status });
  }
  expect(await lookUp()).toMatchObject({ quick: true });
  await registry.registerSchema('orders', requestOf('c'), { normalize: false });
  expect(await service.ask(url)).toMatchObject({ quick: false, body: '[1,2,3]' });
});

it('is never what it was before a change that was acknowledged', async () => {
  const { registry } = service.app;
  const random = seededRandom(20_261_124);
  const pick = <T>(values: readonly T[]) => values[random(values.length)] as T;
  const names = ['orders', 'others', 'third'];
  const changes: readonly (() => Promise<unknown>)[] = [
    () => registry.registerSchema(pick(names), requestOf(pick(['a', 'b', 'c', 'd'])), { normalize: false }),
    () => registry.deleteVersion(pick(names), 'latest', { permanent: false }),
    () => registry.deleteSubject(pick(names), { permanent: pick([true, false]) }),
    () => registry.updateConfig(pick(names), { compatibility: 'NONE', alias: pick([null, ...names]) }),
    () => registry.deleteConfig(pick(names)),
    () => registry.updateConfig(undefined, { compatibility: pick(['NONE', 'FULL']) }),
    () => registry.updateMode(pick(names), pick(['READWRITE', 'READONLY'])),
    () => registry.deleteMode(pick([...names, undefined]), { recursive: pick([true, false]) }),
  ];
  const urls = ['/config', '/mode', '/subjects', '/subjects?deletedOnly=true'].concat(
    names.flatMap((name) => [
      `/subjects/${name}/versions/latest`,
      `/subjects/${name}/versions/2?deleted=true`,
      `/subjects/${name}/versions`,
      `/config/${name}?defaultToGlobal=true`,
      `/mode/${name}?defaultToGlobal=true`,
    ]),
  );
  let quick = 0;
  const compare = async (lane: Answer, askAnew: () => Promise<Answer>) => {
    const sure = await askAnew();
    expect(sure.quick).toBe(false);
    expect(comparable(lane)).toEqual(comparable(sure));
    if (lane.quick) quick += 1;
  };
  for (let round = 0; round < 30; round++) {
    await pick(changes)().catch(() => undefined);
    for (const url of urls) await compare(await service.ask(url), () => service.ask(url, ordinarily));
    for (const name of names) {
      const lookUp = (type: string) =>
        service.ask(`/subjects/${name}`, { 'content-type': type }, 'POST', body);
      // The lane looks at no body of the second type.
      await compare(await lookUp('application/json'), () => lookUp('application/octet-stream'));
    }
  }
  expect(quick).toBeGreaterThan(200);
});

describe('with access control', () => {
  it('is for whoever may know, and denials are told of each time', async () => {
    const asker = { principal: anonymous, ip: '127.0.0.1', id: 'test' };
    const { app } = service;
    const ask = (...request: Parameters<TwoWays['ask']>) => service.ask(...request);
    const by: Record<string, Record<string, string>> = {};
    for (const grant of ['reader', 'reader:third', 'reader:none', 'metrics']) {
      const { key } = await app.keys.create(asker, { name: grant, grants: [grant] });
      by[grant] = { authorization: `Bearer ${key}` };
    }
    for (const subject of ['third', 'orders']) {
      await app.registry.updateMode(subject, 'READWRITE');
      await app.registry.registerSchema(subject, requestOf('x'), { normalize: false });
    }
    const asked = async (url: string, grant: string) => {
      await ask(url, by[grant]);
      const { quick, status, body: text, headers } = await ask(url, by[grant]);
      return { quick, status, text, cached: headers['cache-control'] };
    };
    const subjects = (...names: string[]) => JSON.stringify(names);
    const shared = { quick: true, status: 200, cached: 'private, no-cache' };
    expect(await ask('/subjects')).toMatchObject({ quick: false, status: 401 });
    expect(await asked('/subjects', 'reader:third')).toEqual({ ...shared, text: subjects('third') });
    expect(await asked('/subjects', 'reader:none')).toEqual({ ...shared, text: subjects() });
    expect(await asked('/subjects', 'reader')).toMatchObject({ ...shared });
    expect(await asked('/subjects', 'metrics')).toMatchObject({ quick: false, status: 403 });
    const latest = '/subjects/third/versions/latest';
    expect(await asked(latest, 'reader:third')).toMatchObject(shared);
    expect(await asked(latest, 'reader:none')).toMatchObject({ quick: false, status: 404 });
    // Of a subject that is hidden from it, a reader hears what holds for all, and the audit trail of the reader.
    const hidden = '/config/third?defaultToGlobal=true';
    expect(await asked(hidden, 'reader:third')).toMatchObject(shared);
    expect(await asked(hidden, 'reader:none')).toMatchObject({ quick: false, status: 200 });
  });
});
