import { describe, expect, it, onTestFinished } from 'vitest';
import { closed, jsonSchema, startApi } from '../helpers/api.ts';
import { answering, type HttpPeer, startHttpPeer } from '../helpers/http-peer.ts';

async function start(peer: HttpPeer, settings: Readonly<Record<string, string>> = {}) {
  onTestFinished(() => peer.close());
  const secrets = ['x'.repeat(16)];
  return startApi({
    WEBHOOKS: JSON.stringify([{ name: 'ci', url: `${peer.url}/hook`, secrets }]),
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
    ...settings,
  });
}

const eventsAt = (peer: HttpPeer) =>
  peer.requests.map(({ body }) => JSON.parse(body) as { id: string; type: string; data: unknown });

describe('webhooks', () => {
  it('tell of what happens, in order for each subject, and measure it', async () => {
    const peer = await startHttpPeer();
    const api = await start(peer, { WEBHOOK_SOURCE: 'https://registry.example' });
    const id = await api.register('a', closed({ x: 'string' }));
    await api.put('/config/a', { compatibility: 'NONE' });
    await api.register('a', closed({ x: 'number' }));
    await api.post('/subjects/a/versions', jsonSchema(closed({ x: 'number' })));
    await api.delete('/subjects/a/versions/1');
    await api.put('/mode', { mode: 'READONLY' });
    await expect.poll(() => peer.requests.length).toBe(5);
    const ofSubject = eventsAt(peer).filter(({ type }) => type !== 'io.schemagate.mode.changed');
    expect(ofSubject.map(({ type, data }) => [type, data])).toMatchObject([
      ['io.schemagate.version.registered', { subject: 'a', version: 1, id, schemaType: 'JSON' }],
      ['io.schemagate.config.changed', { subject: 'a', config: { compatibilityLevel: 'NONE' } }],
      ['io.schemagate.version.registered', { subject: 'a', version: 2, id: id + 1 }],
      ['io.schemagate.version.deleted', { subject: 'a', versions: [1], permanent: false }],
    ]);
    expect(peer.requests[0]).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': eventsAt(peer)[0]?.id,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
        'webhook-signature': expect.stringMatching(/^v1,/),
      },
    });
    const metrics = () => api.app.metricsRegistry.metrics();
    await expect.poll(metrics).toContain('schemagate_webhook_queue_length{endpoint="ci"} 0');
    expect(await metrics()).toContain(
      'schemagate_webhook_attempts_total{endpoint="ci",outcome="delivered"} 5',
    );
    expect(await api.get('/admin/webhooks/dead-letters')).toMatchObject({
      status: 200,
      body: { deadLetters: [] },
    });
  });

  it('keep what can not be delivered as dead letters, which can be delivered again', async () => {
    const peer = await startHttpPeer(answering(500));
    const api = await start(peer, { WEBHOOK_MAX_ATTEMPTS: '1' });
    const recorded: unknown[] = [];
    Object.assign(api.app.audit, { record: (event: unknown) => recorded.push(event) });
    await api.register('a', true);
    const letters = async () => {
      const { body } = await api.get('/admin/webhooks/dead-letters?limit=10');
      return (body as { deadLetters: { id: number }[] }).deadLetters;
    };
    await expect.poll(letters).toMatchObject([
      {
        endpoint: 'ci',
        attempts: 1,
        error: 'The endpoint answered 500',
        deadAt: expect.stringMatching(/Z$/),
        event: { type: 'io.schemagate.version.registered', data: { id: 1 } },
      },
    ]);
    expect(await api.app.metricsRegistry.metrics()).toContain(
      'schemagate_webhook_dead_letters{endpoint="ci"} 1',
    );
    peer.answer(answering(204));
    const [letter] = await letters();
    const replay = (id: number) => api.post(`/admin/webhooks/dead-letters/${id}/replay`, {});
    expect((await replay(letter?.id ?? 0)).status).toBe(204);
    await expect.poll(() => peer.requests.length).toBe(2);
    expect(eventsAt(peer)[1]).toEqual(eventsAt(peer)[0]);
    expect(await replay(letter?.id ?? 0)).toMatchObject({ status: 404, body: { error_code: 404 } });
    expect(recorded).toMatchObject([{ event: 'webhook.replayed', details: { endpoint: 'ci' } }]);
  });

  it('are none unless there are endpoints', async () => {
    const api = await startApi();
    expect((await api.get('/admin/webhooks/dead-letters')).status).toBe(404);
    expect((await api.post('/admin/webhooks/dead-letters/1/replay', {})).status).toBe(404);
    expect(await api.app.metricsRegistry.metrics()).not.toContain('schemagate_webhook');
  });

  it('wait for the store, and refuse settings that are wrong', async () => {
    const peer = await startHttpPeer();
    onTestFinished(() => peer.close());
    const WEBHOOKS = JSON.stringify([{ name: 'ci', url: peer.url }]);
    const api = await startApi({ WEBHOOKS }, () => Promise.reject(new Error('no disk')));
    expect((await api.get('/admin/webhooks/dead-letters')).status).toBe(503);
    await expect(startApi({ WEBHOOKS: '{}' })).rejects.toThrow('WEBHOOKS is not a JSON array');
  });
});
