import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { serverOptions } from '../../src/server-options.ts';
import { eventually } from '../helpers/eventually.ts';
import { LogLines } from '../helpers/log-lines.ts';

const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

function appWith(settings: Record<string, string>, log = new LogLines()): FastifyInstance {
  const loaded = loadConfig(settings);
  if (!loaded.ok) throw new Error(loaded.problems.join());
  const app = fastify(serverOptions(loaded.config, log));
  started.push(app);
  app.get('/ip', (request) => ({ ip: request.ip }));
  app.post('/body', () => ({}));
  return app;
}

describe('server options', () => {
  it('set the limits and timeouts of the settings', () => {
    const { server, initialConfig } = appWith({
      BODY_LIMIT_BYTES: '5',
      REQUEST_TIMEOUT_MS: '4000',
      HEADERS_TIMEOUT_MS: '3000',
      CONNECTION_TIMEOUT_MS: '2000',
      KEEP_ALIVE_TIMEOUT_MS: '1000',
    });
    expect(server).toMatchObject({
      requestTimeout: 4000,
      headersTimeout: 3000,
      timeout: 2000,
      keepAliveTimeout: 1000,
    });
    expect(initialConfig.bodyLimit).toBe(5);
  });

  it('never wait longer for headers than for the whole request', () => {
    expect(appWith({ REQUEST_TIMEOUT_MS: '100' }).server.headersTimeout).toBe(100);
    expect(appWith({ REQUEST_TIMEOUT_MS: '0' }).server.headersTimeout).toBe(10_000);
  });

  it.each([
    ['false', '127.0.0.1'],
    ['true', '10.1.1.1'],
    ['127.0.0.1, 10.0.0.0/8', '192.0.2.7'],
    ['10.0.0.0/8', '127.0.0.1'],
  ])('believe proxies as told: %s', async (setting, ip) => {
    const headers = { 'x-forwarded-for': setting === 'true' ? '10.1.1.1' : '192.0.2.7, 10.1.1.1' };
    const response = await appWith({ TRUST_PROXY: setting }).inject({ url: '/ip', headers });
    expect(response.json()).toEqual({ ip });
  });

  it('answer 408 in the form of errors to a request that takes too long', async () => {
    const app = appWith({ REQUEST_TIMEOUT_MS: '100', TIMEOUT_CHECK_INTERVAL_MS: '20' });
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const halfRequest = async () => {
      const socket = connect(Number(address.port), address.hostname);
      socket.write(
        'POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n',
      );
      return await text(socket);
    };
    // A server that was too busy in that time to read the request at all resets the connection.
    const answer = await eventually(halfRequest);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toEqual({
      error_code: 408,
      message: 'HTTP 408 Request Timeout',
    });
  });

  it('log a request whose target no route can be looked up for', async () => {
    const log = new LogLines();
    const app = appWith({}, log);
    expect((await app.inject('/subjects/%zz')).statusCode).toBe(400);
    expect(log.with('request completed')).toMatchObject([
      { req: { method: 'GET', url: '/subjects/%zz' }, res: { statusCode: 400 } },
    ]);
  });
});
