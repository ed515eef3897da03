import { afterAll, beforeAll, expect, it } from 'vitest';
import { lazySchemas } from '../../src/plugins/lazy-schemas.ts';
import { Type } from '../../src/typebox.ts';
import { toyApp } from './toy-app.ts';

const lazy = toyApp();
const eager = toyApp();

beforeAll(async () => {
  await lazy.register(lazySchemas);
  for (const app of [lazy, eager]) {
    const body = Type.Object({ name: Type.String(), count: Type.Optional(Type.Integer()) });
    const response = { 200: Type.Object({ name: Type.String(), count: Type.Integer() }) };
    app.post('/', { schema: { body, response } }, (request) => request.body);
    await app.ready();
  }
});
afterAll(() => Promise.all([lazy.close(), eager.close()]));

it.each([{ name: 'a', count: 1, more: true }, { name: 'a' }, { name: 1 }, { count: 'x' }, []])(
  'validates and serializes as without it: %j',
  async (payload) => {
    const [first, again, expected] = [
      await lazy.inject({ method: 'POST', url: '/', payload }),
      await lazy.inject({ method: 'POST', url: '/', payload }),
      await eager.inject({ method: 'POST', url: '/', payload }),
    ];
    const answer = { status: expected.statusCode, body: expected.body };
    expect({ status: first.statusCode, body: first.body }).toEqual(answer);
    expect({ status: again.statusCode, body: again.body }).toEqual(answer);
  },
);

it('compiles nothing before the first request', async () => {
  const app = toyApp();
  await app.register(lazySchemas);
  app.post('/', { schema: { body: { type: 'no such type' } } }, () => ({}));
  await app.ready();
  expect((await app.inject({ method: 'POST', url: '/', payload: {} })).statusCode).toBe(500);
  await app.close();
});
