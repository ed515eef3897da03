import { once } from 'node:events';
import { connect } from 'node:http2';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { http2Sessions } from '../../src/plugins/http2-sessions.ts';
import { requestId } from '../../src/plugins/logging/request-id.ts';
import { loggingServerOptions, requestIds } from '../../src/plugins/logging.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { LogLines } from '../helpers/log-lines.ts';

const uuid4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function start(options: FastifyServerOptions, ownIds: boolean): Promise<string> {
  const app = fastify(options);
  started.push(app);
  if (ownIds) {
    await app.register(replyHeaders);
    await app.register(requestIds);
  }
  app.get('/things/:name', (request) => {
    request.log.info({ headers: request.headers, nested: { req: { password: 'hush' } } }, 'handling');
    return {};
  });
  app.get('/quiet', { logLevel: 'error' }, (request) => {
    request.log.info('not heard');
    return { level: request.log.level };
  });
  return await app.listen({ port: 0, host: '127.0.0.1' });
}

function ours(destination: LogLines, level: 'info' | 'warn' = 'info'): FastifyServerOptions {
  return loggingServerOptions({ level, destination });
}

describe('the request log', () => {
  it('has every field of the two lines that plain Fastify and pino write, with the same values', async () => {
    const plainLines = new LogLines();
    const plain = await start({ logger: { level: 'info', stream: plainLines } }, false);
    await fetch(`${plain}/things/a%22b?x=1`);
    const ourLines = new LogLines();
    const mine = await start(ours(ourLines), true);
    const response = await fetch(`${mine}/things/a%22b?x=1`);

    const [incoming] = plainLines.with('incoming request');
    const [completed] = plainLines.with('request completed');
    const [line = {}] = ourLines.with('request completed');
    const expected = { ...incoming, ...completed };
    expect(ourLines.with('incoming request')).toEqual([]);
    expect(Object.keys(line)).toEqual(expect.arrayContaining(Object.keys(expected)));
    expect(Object.keys(line['req'] as object)).toEqual(Object.keys(expected['req'] as object));
    const { pid, hostname, level, msg, res } = expected;
    expect(line).toMatchObject({ pid, hostname, level, msg, res, route: '/things/:name' });
    expect(line['req']).toMatchObject({
      ...(expected['req'] as object),
      host: new URL(mine).host,
      remotePort: expect.any(Number),
    });
    expect(line['reqId']).toBe(response.headers.get('x-request-id'));
    expect(line['responseTime']).toEqual(expect.any(Number));
    expect(Math.abs(Number(line['time']) - Number(expected['time']))).toBeLessThan(60_000);
  });

  it('names the sender of a request over HTTP/2 too', async () => {
    const lines = new LogLines();
    const app = fastify({ http2: true, ...loggingServerOptions({ level: 'info', destination: lines }) });
    await app.register(http2Sessions, { requestTimeoutMs: 0 });
    const session = connect(await app.listen({ port: 0, host: '127.0.0.1' }));
    const stream = session.request({ ':path': '/nowhere' });
    await once(stream.resume(), 'close');
    session.close();
    await app.close();
    expect(lines.with('request completed')).toMatchObject([
      { req: { remoteAddress: '127.0.0.1', remotePort: expect.any(Number) as number } },
    ]);
  });

  it('logs requests that no route takes, without a route', async () => {
    const lines = new LogLines();
    await fetch(`${await start(ours(lines), true)}/nowhere`);
    const [line = {}] = lines.with('request completed');
    expect(line['res']).toEqual({ statusCode: 404 });
    expect(line).not.toHaveProperty('route');
  });

  it('blanks secrets in queries and in whatever is logged', async () => {
    const lines = new LogLines();
    const origin = await start(ours(lines), true);
    await fetch(`${origin}/things/a?access_token=hush&x=1&Password=hush`, {
      headers: { authorization: 'Bearer hush', cookie: 'id=hush', 'x-api-key': 'hush' },
    });
    expect(JSON.stringify(lines.lines)).not.toContain('hush');
    const [line] = lines.with('request completed');
    expect(line).toHaveProperty('req.url', '/things/a?access_token=[Redacted]&x=1&Password=[Redacted]');
    const key = `sgk_k3v9x0c2m1q7_${'Aa1'.repeat(16)}b`;
    await fetch(`${origin}/things/${key}?auth=${key}`);
    expect(lines.with('request completed')[1]).toHaveProperty(
      'req.url',
      '/things/sgk_k3v9x0c2m1q7_[Redacted]?auth=sgk_k3v9x0c2m1q7_[Redacted]',
    );
    const [own] = lines.with('handling');
    expect(own).toHaveProperty('headers.authorization', '[Redacted]');
    expect(own).toHaveProperty('nested.req.password', '[Redacted]');
  });

  it('is silent under a higher level, and in routes with one of their own', async () => {
    const warned = new LogLines();
    await fetch(`${await start(ours(warned, 'warn'), true)}/things/a`);
    expect(warned.lines).toEqual([]);
    const lines = new LogLines();
    const origin = await start(ours(lines), true);
    lines.lines.length = 0;
    expect(await (await fetch(`${origin}/quiet`)).json()).toEqual({ level: 'error' });
    expect(lines.lines).toEqual([]);
  });

  it('tells of responses that ended in an error', async () => {
    const lines = new LogLines();
    const app = fastify(ours(lines));
    started.push(app);
    app.get('/', (_request, reply) => {
      reply.raw.emit('error', new Error('connection lost'));
      return {};
    });
    await expect(app.inject('/')).rejects.toThrow('connection lost');
    expect(lines.with('request errored')).toMatchObject([{ level: 50, err: { message: 'connection lost' } }]);
  });

  it('passes every level on to pino', () => {
    const lines = new LogLines();
    const log = loggingServerOptions({ level: 'info', destination: lines }).loggerInstance;
    log.level = 'trace';
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const)
      log[level]('word');
    expect(lines.lines.map((line) => line['level'])).toEqual([10, 20, 30, 40, 50, 60]);
  });
});

describe('the request id', () => {
  it.each([
    ['a client gives one', 'order-4711', /^order-4711$/],
    ['a client gives none', undefined, uuid4],
    ['it is too long', 'x'.repeat(129), uuid4],
    ['it has spaces', 'a b', uuid4],
    ['it has other letters than ASCII', 'é', uuid4],
  ])('is told on the response when %s', async (_case, given, expected) => {
    const lines = new LogLines();
    const origin = await start(ours(lines), true);
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    const response = await fetch(`${origin}/nowhere`, { headers });
    expect(response.headers.get('x-request-id')).toMatch(expected);
    expect(lines.with('request completed')[0]?.['reqId']).toBe(response.headers.get('x-request-id'));
  });

  it('differs from all others', () => {
    const ids = Array.from({ length: 10_000 }, () => requestId({ headers: {} }));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !uuid4.test(id))).toEqual([]);
  });
});
