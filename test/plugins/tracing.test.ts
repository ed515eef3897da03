import { execFileSync } from 'node:child_process';
import { request as sendRequest } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { closed, jsonSchema } from '../helpers/api.ts';
import { startHttpPeer } from '../helpers/http-peer.ts';
import type { ReceivedSpan } from '../helpers/otlp-receiver.ts';
import { post, receiverForTest, startTraced } from '../helpers/traced-app.ts';

describe('tracing', () => {
  it('sends what a request did as spans of its caller’s trace, and logs their ids', async () => {
    const receiver = await receiverForTest();
    const { app, log, url } = await startTraced(receiver, {
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
      OTEL_SERVICE_NAME: 'registry-a',
      // Whatever the ratio here: the caller decides.
      TRACING_SAMPLE_RATIO: '0',
    });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    await post(`${url}/subjects/a/versions`, jsonSchema(closed({ x: 'string' })));
    const answer = await post(
      `${url}/subjects/a/versions?token=hidden`,
      jsonSchema(closed({ x: 'number' })),
      {
        traceparent,
        'x-request-id': 'asked',
      },
    );
    expect(answer.status).toBe(409);
    await app.close();

    const { spans } = receiver;
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    const request = spans.find(({ kind }) => kind === 2);
    expect(request).toMatchObject({
      parentSpanId: 'b7ad6b7169203331',
      name: 'POST /subjects/:subject/versions',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/subjects/:subject/versions',
        'http.response.status_code': 409,
        'url.path': '/subjects/a/versions',
        'client.address': '127.0.0.1',
        'schemagate.request.id': 'asked',
      },
      failed: false,
      resource: { 'service.name': 'registry-a', 'service.version': expect.any(String) },
    });
    const inside = spans.filter((span) => span.parentSpanId === request?.spanId).map(({ name }) => name);
    expect(inside).toEqual(expect.arrayContaining(['store versions', 'schema parse', 'compatibility']));
    expect(request?.milliseconds).toBeGreaterThan(0);
    expect(JSON.stringify(spans)).not.toContain('hidden');
    expect(receiver.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'content-type': 'application/x-protobuf', 'x-tenant': 'a b' },
    });

    const [, line] = log.with('request completed');
    expect(line).toMatchObject({ reqId: 'asked', trace_id: traceId });
  });

  it('samples what begins here, leaves out probes, and names no route where there is none', async () => {
    const receiver = await receiverForTest();
    const { app, log, url } = await startTraced(receiver);
    await fetch(`${url}/health/live`);
    await fetch(`${url}/nowhere`);
    await app.close();
    expect(receiver.spans.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([['GET', '']]);
    expect(receiver.spans[0]?.attributes).toMatchObject({ 'http.response.status_code': 404 });
    const [probe, other] = log.with('request completed');
    expect(probe).not.toHaveProperty('trace_id');
    expect(other).toHaveProperty('trace_id', receiver.spans[0]?.traceId);
  });

  it('marks failures by their kind, and requests that were given up', async () => {
    const receiver = await receiverForTest();
    const { app, log, url } = await startTraced(receiver);
    await app.store.close();
    expect((await fetch(`${url}/subjects`)).status).toBeGreaterThanOrEqual(500);
    const given = sendRequest(`${url}/subjects/a`, { method: 'POST', headers: { 'content-length': '10' } });
    given.on('error', () => undefined);
    given.write('{');
    await expect.poll(() => app.activeRequests.count).toBe(1);
    given.destroy();
    await expect.poll(() => app.activeRequests.count).toBe(0);
    await app.close();
    const failed = receiver.spans.filter((span) => span.failed);
    const kinds = (name: string) =>
      failed.filter((span) => span.name === name).map(({ attributes }) => attributes['error.type']);
    expect(kinds('store subjects')).toEqual([expect.any(String)]);
    expect(kinds('GET /subjects')).toEqual([expect.stringMatching(/^5\d\d$/)]);
    expect(kinds('POST /subjects/:subject')).toEqual(['aborted']);
    const refused = log.lines.find(({ level, reqId }) => level !== 30 && reqId !== undefined);
    expect(refused).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      span_id: expect.anything(),
    });
  });

  it('takes calls to other servers into the trace, and tells them which it is', async () => {
    const receiver = await receiverForTest();
    const peer = await startHttpPeer();
    onTestFinished(() => peer.close());
    const { app } = await startTraced(receiver);
    await app.outbound.fetch(`${peer.url}/secret`, { headers: { 'x-own': '1' } });
    await app.outbound.fetch(peer.url, { method: 'post', body: 'x' });
    await expect(app.outbound.fetch('https://127.0.0.2')).rejects.toThrow('127.0.0.2');
    await app.close();
    const [first, second, third] = receiver.spans as [ReceivedSpan, ReceivedSpan, ReceivedSpan];
    expect(first).toMatchObject({
      name: 'GET',
      kind: 3,
      attributes: {
        'server.address': '127.0.0.1',
        'server.port': peer.port,
        'http.response.status_code': 200,
      },
    });
    expect(peer.requests[0]?.headers).toMatchObject({
      traceparent: `00-${first.traceId}-${first.spanId}-01`,
      'x-own': '1',
    });
    expect(second.name).toBe('POST');
    expect(third).toMatchObject({
      failed: true,
      attributes: { 'error.type': 'OutboundError', 'server.port': 443 },
    });
  });

  it('says when the collector goes away and comes back, and serves all the while', async () => {
    const receiver = await receiverForTest();
    receiver.answer(400);
    const { app, log, url } = await startTraced(receiver);
    const outcomes = async () =>
      (await app.metricsRegistry.metrics()).match(/^schemagate_tracing_spans_total.*$/gm);
    // Spans wait some seconds for others to go with.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    expect((await fetch(`${url}/subjects`)).status).toBe(200);
    await expect
      .poll(() => {
        vi.advanceTimersByTime(1000);
        return outcomes();
      })
      .toContain('schemagate_tracing_spans_total{outcome="failed"} 2');
    vi.useRealTimers();
    expect(log.lines.filter(({ level }) => level === 40)).toHaveLength(1);
    receiver.answer(200);
    await fetch(`${url}/subjects`);
    await app.close();
    expect(log.with('tracing: the collector takes spans again')).toHaveLength(1);
    expect(await outcomes()).toEqual([
      'schemagate_tracing_spans_total{outcome="failed"} 2',
      'schemagate_tracing_spans_total{outcome="exported"} 2',
    ]);
  });

  it('refuses an address that is none', async () => {
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' };
    await expect(startTraced(await receiverForTest(), settings)).rejects.toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT is not',
    );
  });
});

// The API alone is there in any case: the Prometheus client asks it for exemplars.
it('is not even loaded when it is off', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { buildApp } = await import('./src/app.ts');
    const { loadConfig } = await import('./src/config.ts');
    const { config } = loadConfig({ SCHEMA_DIR: '', AUDIT_LOG: 'off', TRACING: process.argv[1] });
    const app = await buildApp({ config, log: { write() {}, waitingBytes: 0, droppedBytes: 0 } });
    console.log(loaded.filter((url) => /@opentelemetry\\/(?!api\\/)/.test(url)).length);
    process.exit();`;
  const modulesWith = (tracing: string) =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script, tracing], { encoding: 'utf8' }),
    );
  expect(modulesWith('false')).toBe(0);
  // So that the zero says something.
  expect(modulesWith('true')).toBeGreaterThan(10);
});
