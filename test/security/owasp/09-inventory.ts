import { expect, it } from 'vitest';
import type { Attempts } from './world.ts';

export const inventory: Attempts = (world) => {
  it('describes every route that it serves', async () => {
    const { service } = world();
    const { body } = await service.ask('reader', 'GET', '/openapi.json');
    const { paths } = body as { readonly paths: Readonly<Record<string, object>> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = [...service.app.routeNeeds.keys()].filter(
      (route) => !route.startsWith('HEAD ') && !/ \/(docs|openapi\.json)/.test(route),
    );
    expect(new Set(described)).toEqual(new Set(served));
  });

  it.each([
    '/metrics',
    '/debug/pprof',
    '/actuator/env',
    '/.env',
    '/.git/config',
    '/v2/subjects',
    '/admin',
    '/server-status',
    '/docs/static/../../package.json',
    '/docs/static/%2e%2e/%2e%2e/package.json',
  ])('serves nothing at %s', async (path) => {
    const { status, text } = await world().service.ask('admin', 'GET', path);
    expect(status).toBe(404);
    expect(text).not.toContain('"dependencies"');
  });

  it('tells which version it is to those alone who may read', async () => {
    const { service } = world();
    for (const path of ['/v1/metadata/version', '/openapi.json', '/docs']) {
      expect((await service.ask(undefined, 'GET', path)).status).toBe(401);
      expect((await service.ask('reader', 'GET', path)).status).toBe(200);
    }
  });
};
