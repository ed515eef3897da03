import { expect, it } from 'vitest';
import { RawConnection } from '../../helpers/raw-http.ts';
import type { Attempts } from './world.ts';

export const misconfiguration: Attempts = (world) => {
  it.each([
    ['an answer', 'reader', '/subjects', 200],
    ['an answer kept ready', 'reader', '/schemas/ids/1', 200],
    ['a refusal', undefined, '/subjects', 401],
    ['what is not there', 'reader', '/nothing', 404],
    ['a broken target', 'reader', '/subjects/%zz', 400],
  ] as const)(
    'sends %s with the headers that browsers need, and no others',
    async (_what, grant, path, status) => {
      const reply = await world().service.ask(grant, 'GET', path, undefined, {
        origin: 'https://evil.example',
      });
      expect(reply.status).toBe(status);
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin']) {
        expect(reply.headers.get(name)).toBeNull();
      }
    },
  );

  it('lets no shared cache keep an answer', async () => {
    const { service } = world();
    for (const path of ['/subjects', '/schemas/ids/1', '/subjects/own.a/versions/1', '/config']) {
      const { headers } = await service.ask('reader', 'GET', path);
      expect(headers.get('cache-control')).toMatch(/private|no-store/);
    }
  });

  it('tells nothing of its inside, whatever it is sent', async () => {
    const { service } = world();
    const bodies = ['{', '[]', 'null', '"x"', '{"schema":5}', '{"schema":"{}","schemaType":"\u0000"}'];
    for (const body of bodies) {
      const reply = await service.ask('writer:own.', 'POST', '/subjects/own.a/versions', body);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(reply.text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|SQLITE/);
    }
  });

  it('answers neither TRACE nor what is no method', async () => {
    const { service } = world();
    for (const method of ['TRACE', 'CONNECT', 'GETT']) {
      const connection = new RawConnection(service.port);
      connection.write(
        `${method} /subjects HTTP/1.1\r\nhost: a\r\nx-secret: echo\r\nconnection: close\r\n\r\n`,
      );
      const reply = await connection.read();
      await connection.closed();
      expect(reply?.status ?? 400).toBeGreaterThanOrEqual(400);
      expect(reply?.body ?? '').not.toContain('echo');
    }
  });
};
