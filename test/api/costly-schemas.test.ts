import { expect, it } from 'vitest';
import { startApi } from '../helpers/api.ts';
import { hostileSchemas } from '../helpers/hostile-schemas.ts';

const body = (schema: string) => ({ schemaType: 'JSON', schema });

it('works on costly schemas apart from the rest, and refuses more than may wait', async () => {
  const pair = hostileSchemas().find(({ name }) => name === 'oneOf objects');
  if (pair === undefined) throw new Error('No such hostile schema');
  const api = await startApi({ REGISTRATION_QUEUE: '0' });
  const large = (number: number) => body(JSON.stringify({ title: `${number}`.repeat(20_000) }));
  const register = (subject: string, schema: object) => api.post(`/subjects/${subject}/versions`, schema);

  const both = await Promise.all([register('a', large(1)), register('b', large(2))]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 503]));
  const refused = both.find(({ status }) => status === 503);
  expect(refused?.headers['retry-after']).toBe('1');
  expect(refused?.body).toEqual({ error_code: 503, message: 'Too many costly schemas wait already' });

  expect(await register('c', body(pair.first))).toMatchObject({ status: 200 });
  const check = await api.post('/compatibility/subjects/c/versions/latest', body(pair.second));
  expect(check).toMatchObject({ status: 200, body: { is_compatible: true } });
  expect(await api.post('/subjects/c?normalize=true', large(1))).toMatchObject({ status: 404 });

  const metrics = await api.app.metricsRegistry.metrics();
  const figures = metrics.split('\n').filter((line) => line.startsWith('schemagate_costly_work_'));
  expect(figures).toContain('schemagate_costly_work_lost_total{kind="registration",reason="refused"} 1');
  expect(figures).toContain('schemagate_costly_work_done_total{kind="check"} 1');
  expect(figures).toContain('schemagate_costly_work_threads_started_total{kind="lookup"} 1');
  expect(figures).toContain('schemagate_costly_work_waiting{kind="registration"} 0');
});
