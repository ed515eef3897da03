import { expect, it } from 'vitest';
import { startApi } from '../helpers/api.ts';

const preflight = {
  method: 'OPTIONS',
  url: '/subjects/a/versions',
  headers: { origin: 'https://ui.test', 'access-control-request-method': 'POST' },
} as const;

it('pages of other origins may do nothing by default', async () => {
  const api = await startApi();
  for (const request of [preflight, { url: '/subjects', headers: preflight.headers }]) {
    const { headers } = await api.app.inject(request);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(String(headers.vary)).not.toContain('Origin');
  }
});

it('pages of an origin that is named may use the API, answers kept ready included, and no other may', async () => {
  const api = await startApi({ CORS_ORIGINS: 'https://ui.test, https://other.test' });
  const id = await api.register('a', { type: 'string' });
  const allowed = await api.app.inject(preflight);
  expect(allowed.statusCode).toBe(204);
  expect(allowed.headers).toMatchObject({
    'access-control-allow-origin': 'https://ui.test',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
    'access-control-max-age': '7200',
  });
  expect((await api.get('/nothing')).status).toBe(404);
  const put = await api.app.inject({ method: 'PUT', url: '/subjects' });
  expect(put).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  for (const url of [`/schemas/ids/${id}`, `/schemas/ids/${id}`, '/subjects']) {
    const own = await api.get(url, { origin: 'https://ui.test' });
    expect(own.headers).toMatchObject({
      'access-control-allow-origin': 'https://ui.test',
      'access-control-expose-headers': expect.stringContaining('ETag') as string,
    });
    const foreign = await api.get(url, { origin: 'https://evil.test' });
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
    for (const { headers } of [own, foreign]) expect(headers.vary).toContain('Origin');
  }
});
