import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { errors } from '../../src/plugins/errors.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { routeClass } from '../../src/plugins/route-class.ts';
import { type TimeLimitsOptions, timeLimits } from '../../src/plugins/time-limits.ts';

const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

interface Fixture {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly logged: string[];
  /** Of the work that the last request began; settled when the work has ended. */
  work: PromiseWithResolvers<unknown> | undefined;
  /** Why the last request's signal was aborted; undefined while it is not. */
  aborted: Promise<unknown> | undefined;
}

async function listening(limits: Partial<TimeLimitsOptions>): Promise<Fixture> {
  const logged: string[] = [];
  const app = fastify({ logger: { level: 'warn', stream: { write: (line: string) => logged.push(line) } } });
  started.push(app);
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(timeLimits, { read: 0, write: 0, validate: 0, admin: 0, ...limits });
  const fixture: Omit<Fixture, 'url'> = { app, logged, work: undefined, aborted: undefined };
  app.post('/subjects/:subject/versions', async ({ abandoned: signal }) => {
    const work = Promise.withResolvers<unknown>();
    fixture.work = work;
    fixture.aborted = new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(signal.reason)),
    );
    return await work.promise;
  });
  app.get('/subjects', (_request, reply) => void reply.send([]));
  const url = await app.listen({ port: 0 });
  return Object.assign(fixture, { url });
}

const post = (url: string, signal?: AbortSignal) =>
  fetch(`${url}/subjects/s/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Once a body is read, Node takes the request for closed.
    body: '{}',
    ...(signal && { signal }),
  });

describe('a request that takes too long', () => {
  it.each([
    ['comes to an end after all', (work: PromiseWithResolvers<unknown>) => work.resolve({ late: true })],
    ['fails after that', (work: PromiseWithResolvers<unknown>) => work.reject(new Error('late'))],
  ])('is given up, also when its work %s', async (_what, end) => {
    const fixture = await listening({ write: 20 });
    const answer = await post(fixture.url);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toEqual({
      error_code: 503,
      message: 'The request took too long and was given up',
    });
    expect(await fixture.aborted).toMatchObject({ code: 'FST_ERR_HANDLER_TIMEOUT' });
    expect(fixture.app.errorCounts.entries()).toContainEqual(['timeout', 1]);
    if (fixture.work) end(fixture.work);
    await fetch(`${fixture.url}/subjects`);
    expect(fixture.logged.filter((line) => !line.includes('request refused'))).toEqual([]);
  });

  it('is ended when its client goes away', async () => {
    const fixture = await listening({ write: 60_000 });
    const client = new AbortController();
    const answer = post(fixture.url, client.signal).catch((error: unknown) => error);
    await expect.poll(() => fixture.work !== undefined).toBe(true);
    client.abort();
    expect(await fixture.aborted).toMatchObject({ name: 'AbortError' });
    fixture.work?.reject(await fixture.aborted);
    expect(await answer).toMatchObject({ name: 'AbortError' });
    await expect.poll(() => fixture.app.errorCounts.entries()).toContainEqual(['timeout', 1]);
  });
});

describe('a request in time', () => {
  it.each([0, 60_000])('is answered, with a limit of %i', async (write) => {
    const fixture = await listening({ write, read: write });
    const answer = post(fixture.url);
    await expect.poll(() => fixture.work !== undefined).toBe(true);
    fixture.work?.resolve({ id: 1 });
    expect(await (await answer).json()).toEqual({ id: 1 });
    expect(await (await fetch(`${fixture.url}/subjects`)).json()).toEqual([]);
  });

  it('fails as it would without a limit', async () => {
    const fixture = await listening({ write: 60_000 });
    const answer = post(fixture.url);
    await expect.poll(() => fixture.work !== undefined).toBe(true);
    fixture.work?.reject(new Error('a fault'));
    expect((await answer).status).toBe(500);
  });
});

it.each([
  ['GET', '/subjects', undefined, 'read'],
  ['HEAD', '/schemas/ids/:id', { action: 'read' }, 'read'],
  ['POST', '/subjects/:subject', { action: 'read' }, 'validate'],
  ['POST', '/compatibility/subjects/:subject/versions', { action: 'read' }, 'validate'],
  ['POST', '/subjects/:subject/versions', { action: 'write' }, 'write'],
  ['DELETE', '/subjects/:subject', { action: 'write' }, 'write'],
  ['GET', '/keys', { action: 'admin' }, 'admin'],
  ['PUT', '/config', { action: 'admin' }, 'admin'],
  ['GET', '/health/ready', { action: 'public' }, undefined],
])('the class of %s %s', (method, url, access, expected) => {
  expect(routeClass({ method, url, config: { access } as never })).toBe(expected);
});
