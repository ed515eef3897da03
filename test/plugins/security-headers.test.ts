import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { helmetOptions, securityHeaders } from '../../src/plugins/security-headers.ts';

async function headersOf(app: FastifyInstance, url: string): Promise<object> {
  app.get('/ok', () => ({}));
  app.get('/own', (_request, reply) =>
    reply.header('content-security-policy', "default-src 'self'").send({}),
  );
  app.get('/broken', () => {
    throw new Error('broken');
  });
  const { headers } = await app.inject(url);
  await app.close();
  return { ...headers, date: '' };
}

async function plain(): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(helmet, helmetOptions);
  return app;
}

async function mine(options = { https: false }): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(replyHeaders);
  await app.register(securityHeaders, options);
  return app;
}

describe('security headers', () => {
  it.each(['/ok', '/own', '/broken', '/missing'])('are those of plain helmet on %s', async (url) => {
    const expected = await headersOf(await plain(), url);
    expect(await headersOf(await mine(), url)).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThan(10);
  });

  it('forbid browsers to run or frame anything, and promise nothing about HTTPS', async () => {
    const headers = await headersOf(await mine(), '/ok');
    expect(headers).toHaveProperty('content-security-policy', "default-src 'none';frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('hold browsers to HTTPS for a year where the service itself speaks it', async () => {
    const headers = await headersOf(await mine({ https: true }), '/ok');
    expect(headers).toHaveProperty('strict-transport-security', 'max-age=31536000');
  });
});
