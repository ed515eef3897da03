import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { defaultBreaker, defaultTimeouts } from '../../src/outbound/options.ts';
import { errors } from '../../src/plugins/errors.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import { outbound } from '../../src/plugins/outbound.ts';
import { answering, startHttpPeer } from '../helpers/http-peer.ts';
import { LogLines } from '../helpers/log-lines.ts';

async function start(allowPrivate: string) {
  const log = new LogLines();
  const app = fastify({ logger: { stream: log } });
  onTestFinished(() => app.close());
  await app.register(errors);
  await app.register(metrics, { version: '1', log });
  const breaker = { ...defaultBreaker, minimum: 3 };
  await app.register(outbound, { allowPrivate, timeouts: defaultTimeouts, breaker, patience: 0 });
  return { app, log };
}

it('measures calls by host, and tells of a circuit breaker that opens', async () => {
  const peer = await startHttpPeer(answering(500));
  onTestFinished(() => peer.close());
  const { app, log } = await start('127.0.0.1');
  expect(app.outbound.hosts()).toEqual([]);
  const call = () => app.outbound.fetch(peer.url, { method: 'POST' });
  for (let n = 0; n < 3; n += 1) await call();
  await expect(call()).rejects.toThrow('left alone');

  const text = await app.metricsRegistry.metrics();
  const host = `host="127.0.0.1:${peer.port}"`;
  expect(text).toContain(`schemagate_outbound_attempts_total{${host},outcome="server-error"} 3`);
  expect(text).toContain(`schemagate_outbound_attempt_duration_seconds_count{${host}} 3`);
  expect(text).toContain(`schemagate_outbound_breaker_state{${host},state="open"} 1`);
  expect(text).toContain(`schemagate_outbound_breaker_state{${host},state="closed"} 0`);
  expect(text).toContain(`schemagate_outbound_breaker_changes_total{${host},state="open"} 1`);
  expect(text).toContain(`schemagate_outbound_calls_in_flight{${host}} 0`);
  expect(log.with('outbound: circuit breaker open')).toMatchObject([{ level: 40, state: 'open' }]);
});

it('counts retries, and those that the budget refused', async () => {
  const peer = await startHttpPeer(answering(429));
  onTestFinished(() => peer.close());
  const { app } = await start('127.0.0.1');
  for (let n = 0; n < 4; n += 1) await app.outbound.fetch(peer.url, { headers: {} }, { retries: 3 });
  const text = await app.metricsRegistry.metrics();
  expect(text).toMatch(/schemagate_outbound_retries_total\{[^}]*\} 10/);
  expect(text).toMatch(/schemagate_outbound_retries_refused_total\{[^}]*\} 1/);
});

it('refuses to start with what is no network', async () => {
  await expect(start('localhost')).rejects.toThrow('"localhost" is no network');
});

it('shows calls that another thread makes, and their breakers as long as it lasts', async () => {
  const { app, log } = await start('');
  const state = 'schemagate_outbound_breaker_state{host="s3",state="open"} 1';
  const work = app.outbound.elsewhere(async (listener) => {
    listener.onAttempt?.({ host: 's3', outcome: 'timeout', seconds: 1 });
    listener.onBreaker?.({ host: 's3', state: 'open' });
    const text = await app.metricsRegistry.metrics();
    expect(text).toContain('schemagate_outbound_attempts_total{host="s3",outcome="timeout"} 1');
    expect(text).toContain(state);
    throw new Error('ended');
  });
  await expect(work).rejects.toThrow('ended');
  expect(log.with('outbound: circuit breaker open')).toHaveLength(1);
  expect(app.outbound.hosts()).toEqual([]);
  expect(await app.metricsRegistry.metrics()).not.toContain(state);
});
