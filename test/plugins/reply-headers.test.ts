import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedResponse } from '../../src/plugins/reply-headers/prepared.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';

const short = Buffer.from('{"text":"Grüße, 世界"}');
const long = Buffer.from(JSON.stringify({ text: 'ß'.repeat(20_000) }));
const contentType = 'application/vnd.schemaregistry.v1+json';
const headers = { 'cache-control': 'public, immutable', vary: 'accept' };
const answered: string[] = [];
const app: FastifyInstance = fastify();
let origin: string;

beforeAll(async () => {
  await app.register(replyHeaders);
  app.replyHeaders.fixed('x-fixed', 'always');
  app.replyHeaders.perRequest('x-asked', (request) => request.headers['x-ask']?.toString());
  app.replyHeaders.perRequest('x-agent', (request) => request.headers['user-agent'] ?? 'none');
  app.addHook('onResponse', async (request, reply) => {
    answered.push(`${request.method} ${request.url} ${reply.statusCode}`);
  });
  const prepared = new Map<string, PreparedResponse>();
  const bodies = new Map([
    ['short', short],
    ['long', long],
  ]);
  app.get('/prepared/:name', (request, reply) => {
    const { name } = request.params as { name: string };
    const body = bodies.get(name);
    if (body === undefined) throw new Error('unknown');
    const response =
      prepared.get(name) ?? app.prepareResponse({ body, etag: `"${name}"`, contentType, headers });
    prepared.set(name, response);
    reply.sendPrepared(response);
  });
  app.get('/ordinary/:name', (request, reply) => {
    const { name } = request.params as { name: string };
    return reply
      .headers({ 'content-type': contentType, etag: `"${name}"`, ...headers })
      .send(bodies.get(name));
  });
  app.get('/own', (_request, reply) => reply.headers({ 'x-fixed': 'own', 'x-agent': 'own' }).send({}));
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

const asking = (number: number) => ({ headers: { 'x-ask': String(number) } });

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function get(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(`${origin}${path}`, options, resolve).on('error', reject).end();
  });
  const body = await text(response);
  return { status: response.statusCode, headers: { ...response.headers, date: '' }, body };
}

describe('headers of every reply', () => {
  it('are on ordinary replies and on errors, those without a value left out', async () => {
    const reply = await get('/ordinary/short');
    expect(reply.headers).toMatchObject({ 'x-fixed': 'always', 'x-agent': 'none' });
    expect(reply.headers).not.toHaveProperty('x-asked');
    expect((await get('/nowhere', asking(1))).headers).toMatchObject({ 'x-fixed': 'always', 'x-asked': '1' });
    expect((await get('/prepared/unknown', asking(1))).headers).toMatchObject({
      'x-fixed': 'always',
      'x-asked': '1',
    });
  });

  it("give way to a handler's own", async () => {
    expect((await get('/own')).headers).toMatchObject({ 'x-fixed': 'own', 'x-agent': 'own' });
  });
});

describe('a prepared response', () => {
  it.each([
    ['short', short],
    ['long', long],
  ])('has the status, headers and bytes of an ordinary one: %s', async (name, body) => {
    for (const options of [{}, asking(1)]) {
      const ordinary = await get(`/ordinary/${name}`, options);
      const prepared = await get(`/prepared/${name}`, options);
      expect(prepared).toEqual(ordinary);
      expect(prepared.body).toBe(body.toString());
    }
  });

  it('carries the values of its own request when many are under way', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((number) => get('/prepared/short', asking(number))));
    expect(answers.map((answer) => answer.headers['x-asked'])).toEqual(['1', '2', '3', '4']);
  });

  it('goes without its body to HEAD', async () => {
    const head = await get('/prepared/short', { method: 'HEAD' });
    const whole = await get('/prepared/short');
    expect(head).toEqual({ ...whole, body: '' });
  });

  it('is 304 without a body to a client that has it', async () => {
    const answer = await get('/prepared/short', { headers: { 'if-none-match': 'W/"short"' } });
    expect(answer).toMatchObject({ status: 304, body: '' });
    expect(answer.headers).toMatchObject({ etag: '"short"', ...headers, 'x-fixed': 'always' });
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(answer.headers).not.toHaveProperty('content-length');
  });

  it('runs the hooks that follow a response', async () => {
    answered.length = 0;
    await get('/prepared/short');
    expect(answered).toEqual(['GET /prepared/short 200']);
  });
});
