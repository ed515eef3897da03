import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { TracedStore } from '../../../src/plugins/tracing/traced-store.ts';
import { Tracer } from '../../../src/plugins/tracing/tracer.ts';
import { callStore, echoingStore, storeCalls } from '../../helpers/store-calls.ts';

it('passes every call on with its arguments, and gives those of a request a span', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new Tracer(provider.getTracer('test'));
  const { store: inner, asked } = echoingStore();
  const store = new TracedStore(inner, tracer);

  for (const [name, values] of storeCalls) expect(await callStore(store, name, values)).toBe(name);
  expect(exporter.getFinishedSpans()).toEqual([]);
  await tracer.during('request', {}, async () => {
    for (const [name, values] of storeCalls) expect(await callStore(store, name, values)).toBe(name);
  });
  const traced = storeCalls.map(([name]) => name).filter((name) => name !== 'ping' && name !== 'close');
  const spans = exporter.getFinishedSpans().map(({ name }) => name);
  expect(spans).toEqual([...traced.map((name) => `store ${name}`), 'request']);
  expect(asked).toEqual([...storeCalls, ...storeCalls]);
});

it('ends a span also when a call fails at once', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new Tracer(provider.getTracer('test'));
  const failing = () =>
    tracer.during('failing', {}, () => {
      throw new RangeError('at once');
    });
  expect(failing).toThrow('at once');
  expect(exporter.getFinishedSpans()).toMatchObject([{ attributes: { 'error.type': 'RangeError' } }]);
});
