import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { OutboundClient } from '../../../src/outbound/client.ts';
import type { OutboundFault } from '../../../src/outbound/errors.ts';
import { type CallOptions, defaultBreaker, type OutboundOptions } from '../../../src/outbound/options.ts';
import { permittedAddresses } from '../../../src/outbound/permitted-addresses.ts';
import { answering, type HttpPeer, silence, startHttpPeer } from '../../helpers/http-peer.ts';

const timeouts = { connect: 500, headers: 500, body: 500, total: 2000 };
const loopback = permittedAddresses('127.0.0.1');
let peer: HttpPeer;
let other: HttpPeer;

beforeAll(async () => {
  [peer, other] = await Promise.all([startHttpPeer(), startHttpPeer()]);
});
beforeEach(() => {
  peer.answer(answering(200, 'ok'));
  other.answer(answering(200, 'other'));
});
afterAll(() => Promise.all([peer.close(), other.close()]));

function clientWith(options: Partial<OutboundOptions> = {}): OutboundClient {
  const client = new OutboundClient({ permits: loopback, timeouts, ...options });
  onTestFinished(() => client.close(0));
  return client;
}

/** How many requests the peer gets meanwhile. */
async function requestsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = peer.requests.length;
  await work();
  return peer.requests.length - before;
}

async function faultOf(call: Promise<unknown>): Promise<OutboundFault | 'none'> {
  return call.then(
    () => 'none',
    (error: { fault: OutboundFault }) => error.fault,
  );
}

describe('a call', () => {
  it('sends what it is given and answers as fetch does', async () => {
    peer.answer(answering(201, '{"a":1}', { 'content-type': 'application/json', 'x-y': 'z' }));
    const answer = await clientWith().fetch(`${peer.url}/p?q=1`, {
      method: 'post',
      headers: { 'x-a': 'b' },
      body: 'text',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-y')).toBe('z');
    expect(await answer.json()).toEqual({ a: 1 });
    const { method, path, headers, body } = peer.requests.at(-1) ?? {};
    expect({ method, path, body }).toEqual({ method: 'POST', path: '/p?q=1', body: 'text' });
    expect(headers).toMatchObject({ 'x-a': 'b', 'user-agent': 'schemagate', 'accept-encoding': 'identity' });
  });

  it('takes bytes, Blobs and no body', async () => {
    const client = clientWith();
    for (const body of [
      Buffer.from('bytes'),
      new Blob(['blob']),
      new TextEncoder().encode('buffer').buffer,
      '',
      null,
    ]) {
      await client.fetch(peer.url, { method: 'PUT', body });
    }
    expect(peer.requests.slice(-5).map(({ body }) => body)).toEqual(['bytes', 'blob', 'buffer', '', '']);
    await expect(client.fetch(peer.url, { method: 'PUT', body: new FormData() })).rejects.toThrow(TypeError);
  });

  it('answers without a body where there is none', async () => {
    peer.answer(answering(204));
    expect((await clientWith().fetch(peer.url)).body).toBeNull();
  });

  it('streams an answer when asked', async () => {
    peer.answer(answering(200, 'long'));
    const answer = await clientWith().fetch(peer.url, {}, { stream: true, maxBytes: 10 });
    expect(await answer.text()).toBe('long');
  });

  it.for<[string, Record<string, string>]>([
    ['announced', { 'content-length': '11' }],
    ['not announced', { 'transfer-encoding': 'chunked' }],
  ])('refuses an answer that is too large, %s', async ([, headers]) => {
    peer.answer(answering(200, 'x'.repeat(11), headers));
    expect(await faultOf(clientWith().fetch(peer.url, {}, { maxBytes: 10 }))).toBe('too-large');
  });

  it('ends by the caller’s signal, and retries nothing then', async () => {
    peer.answer(silence);
    const client = clientWith();
    expect(await faultOf(client.fetch(peer.url, { signal: AbortSignal.timeout(20) }))).toBe('aborted');
    expect(await faultOf(client.fetch(peer.url, { signal: AbortSignal.abort() }))).toBe('aborted');
  });

  it('ends when its time is up, whatever it does', async () => {
    peer.answer(silence);
    const calls: CallOptions[] = [
      { timeouts: { total: 60 } },
      { timeouts: { headers: 40, total: 5000 }, retries: 0 },
    ];
    const client = clientWith();
    for (const options of calls) expect(await faultOf(client.fetch(peer.url, {}, options))).toBe('timeout');
    peer.answer((_request, response) => response.writeHead(200).write('begun'));
    expect(await faultOf(client.fetch(peer.url, {}, { timeouts: { body: 40 }, retries: 0 }))).toBe('timeout');
  });
});

describe('retries', () => {
  it('send a safe request again until it succeeds', async () => {
    let failures = 2;
    peer.answer((request, response) => answering((failures -= 1) >= 0 ? 503 : 200)(request, response));
    const retried: string[] = [];
    const client = clientWith({ listener: { onRetry: ({ host }) => retried.push(host) } });
    expect((await client.fetch(peer.url)).status).toBe(200);
    expect(retried).toEqual(Array(2).fill(`127.0.0.1:${peer.port}`));
  });

  it('do not send a POST again, which may have been done', async () => {
    peer.answer(answering(503));
    const client = clientWith();
    const post = { method: 'POST', body: 'x' };
    expect(await requestsDuring(() => client.fetch(peer.url, post))).toBe(1);
    const put = { method: 'PUT', body: 'x' };
    expect(await requestsDuring(() => client.fetch(peer.url, put, { retries: 1 }))).toBe(2);
  });

  it('also follow a refused connection', async () => {
    const gone = await startHttpPeer();
    await gone.close();
    let retries = 0;
    const client = clientWith({ listener: { onRetry: () => (retries += 1) } });
    expect(await faultOf(client.fetch(gone.url, { method: 'POST' }, { retries: 2 }))).toBe('connect');
    expect(retries).toBe(2);
  });
});

describe('redirects', () => {
  const to = (location: string, status = 302) => answering(status, '', { location });

  it('are followed, without credentials to another host, and without a body where HTTP says so', async () => {
    peer.answer(to(`${other.url}/next`));
    const headers = { authorization: 'Bearer secret', 'x-kept': 'yes', 'content-type': 'text/plain' };
    const answer = await clientWith().fetch(peer.url, { method: 'POST', body: 'x', headers });
    expect(await answer.text()).toBe('other');
    const got = other.requests.at(-1);
    expect(got).toMatchObject({ method: 'GET', path: '/next', body: '' });
    expect(got?.headers).toMatchObject({ 'x-kept': 'yes' });
    expect(got?.headers).not.toHaveProperty('authorization');
    expect(got?.headers).not.toHaveProperty('content-type');
  });

  it('keep method, body and, on one host, credentials where HTTP says so', async () => {
    peer.answer((request, response) =>
      (request.path === '/a' ? to('/b', 307) : answering(200))(request, response),
    );
    await clientWith().fetch(`${peer.url}/a`, { method: 'PUT', body: 'x', headers: { authorization: 'a' } });
    expect(peer.requests.at(-1)).toMatchObject({ method: 'PUT', path: '/b', body: 'x' });
    expect(peer.requests.at(-1)?.headers).toMatchObject({ authorization: 'a' });
  });

  it('are few, lead to http alone, and only where the caller wants them', async () => {
    const client = clientWith();
    for (const location of ['/again', 'http://[', 'ftp://h/x', 'http://user:pass@127.0.0.1/']) {
      peer.answer(to(location));
      expect(['redirect', 'forbidden']).toContain(await faultOf(client.fetch(peer.url)));
    }
    peer.answer(to('/x'));
    expect(await faultOf(client.fetch(peer.url, { redirect: 'error' }))).toBe('redirect');
    expect((await client.fetch(peer.url, { redirect: 'manual' })).status).toBe(302);
    peer.answer(answering(302));
    expect((await client.fetch(peer.url, { method: 'HEAD' })).status).toBe(302);
  });

  it('ask for the same kind of answer where the body goes', async () => {
    peer.answer((request, response) =>
      (request.path === '/a' ? to('/b', 303) : answering(200))(request, response),
    );
    await clientWith().fetch(`${peer.url}/a`, { method: 'HEAD' });
    expect(peer.requests.at(-1)).toMatchObject({ method: 'HEAD', path: '/b' });
  });

  it('do not lead to a private address', async () => {
    peer.answer(to('http://127.0.0.2:1/latest/meta-data'));
    expect(await faultOf(clientWith().fetch(peer.url))).toBe('forbidden');
  });
});

describe('the guard', () => {
  it.for([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'https://user:secret@example.com/',
  ])('refuses %s, and retries nothing', async (url) => {
    const client = clientWith({ permits: permittedAddresses('') });
    expect(await faultOf(client.fetch(url))).toBe('forbidden');
  });

  it('judges the address that is connected to, each time anew', async () => {
    const answers = ['127.0.0.1', '127.0.0.2'];
    const resolved: string[] = [];
    const client = clientWith({
      resolve(hostname, callback) {
        resolved.push(hostname);
        callback(null, [{ address: answers.shift() ?? '', family: 4 }]);
      },
    });
    const url = `http://rebinding.test:${peer.port}/`;
    peer.answer(answering(200, 'ok', { connection: 'close' }));
    expect((await client.fetch(url)).status).toBe(200);
    expect(await faultOf(client.fetch(url))).toBe('forbidden');
    expect(resolved).toEqual(['rebinding.test', 'rebinding.test']);
  });

  it('connects to the permitted ones of several addresses, and tells of a name that has none', async () => {
    const client = clientWith({
      resolve: (hostname, callback) =>
        hostname === 'mixed.test'
          ? callback(null, [
              { address: '10.0.0.1', family: 4 },
              { address: '127.0.0.1', family: 4 },
            ])
          : callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
    });
    expect((await client.fetch(`http://mixed.test:${peer.port}/`)).status).toBe(200);
    expect(await faultOf(client.fetch('http://nowhere.test/', {}, { retries: 0 }))).toBe('connect');
  });
});

describe('the circuit breaker', () => {
  const pause = 1000;
  const breaker = { ...defaultBreaker, minimum: 4, firstPause: pause, maxPause: pause };

  // The pause is over when the test says so, however busy the machine is.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('opens when the host fails, tries with one call, and closes when that succeeds', async () => {
    const states: string[] = [];
    const client = clientWith({ breaker, listener: { onBreaker: ({ state }) => states.push(state) } });
    peer.answer(answering(500));
    for (let call = 0; call < 4; call += 1) await client.fetch(peer.url, {}, { retries: 0 });
    expect(await requestsDuring(() => faultOf(client.fetch(peer.url)))).toBe(0);
    expect(await faultOf(client.fetch(peer.url))).toBe('circuit-open');
    expect(client.hosts()).toEqual([{ host: `127.0.0.1:${peer.port}`, state: 'open', inFlight: 0 }]);

    const held = Promise.withResolvers<() => void>();
    peer.answer((request, response) => held.resolve(() => answering(200)(request, response)));
    vi.advanceTimersByTime(pause);
    const probe = client.fetch(peer.url);
    const release = await held.promise;
    // Nobody waits for how the probe ends.
    expect(await faultOf(client.fetch(peer.url))).toBe('circuit-open');
    release();
    expect((await probe).status).toBe(200);
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  it('does not close when the probing caller gives up', async () => {
    const client = clientWith({ breaker });
    peer.answer(answering(502));
    for (let call = 0; call < 4; call += 1) await client.fetch(peer.url, {}, { retries: 0 });
    const caller = new AbortController();
    peer.answer(() => caller.abort());
    vi.advanceTimersByTime(pause);
    expect(await faultOf(client.fetch(peer.url, { signal: caller.signal }))).toBe('aborted');
    expect(client.hosts()[0]?.state).toBe('open');
  });

  it('takes refusals for answers', async () => {
    const client = clientWith({ breaker });
    for (const status of [400, 404, 429, 501]) {
      peer.answer(answering(status));
      for (let call = 0; call < 4; call += 1) await client.fetch(peer.url, {}, { retries: 0 });
    }
    expect(client.hosts()[0]?.state).toBe('closed');
  });
});

it('takes a bounded number of calls to one host at once', async () => {
  const client = clientWith({ maxInFlight: 2 });
  peer.answer(silence);
  const waiting = [0, 1].map(() => faultOf(client.fetch(peer.url, {}, { timeouts: { total: 100 } })));
  expect(await faultOf(client.fetch(peer.url))).toBe('overloaded');
  expect(await Promise.all(waiting)).toEqual(['timeout', 'timeout']);
});

it('remembers a bounded number of hosts, and names fewer', async () => {
  const client = clientWith({
    resolve: (_hostname, callback) => callback(null, [{ address: '10.0.0.1', family: 4 }]),
  });
  for (let n = 0; n < 270; n += 1) await faultOf(client.fetch(`http://h${n}.test/`));
  expect(client.hosts()).toHaveLength(256);
  expect(new Set(client.hosts().map(({ host }) => host)).size).toBeLessThanOrEqual(33);
});

describe('closing', () => {
  it('lets calls under way end, and takes no more', async () => {
    const client = clientWith();
    const answers: (() => void)[] = [];
    const arrived = Promise.withResolvers<void>();
    peer.answer((request, response) => {
      answers.push(() => answering(200)(request, response));
      arrived.resolve();
    });
    const call = client.fetch(peer.url);
    await arrived.promise;
    const closed = client.close(5000);
    expect(await faultOf(client.fetch(peer.url))).toBe('closed');
    for (const answer of answers) answer();
    expect((await call).status).toBe(200);
    await closed;
  });

  it('cuts off what takes longer than its patience', async () => {
    const client = clientWith();
    peer.answer(silence);
    const call = faultOf(client.fetch(peer.url));
    await client.close(20);
    expect(await call).toBe('closed');
  });
});
