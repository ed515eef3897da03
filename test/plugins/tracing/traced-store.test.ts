import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { tracedStore } from '../../../src/plugins/tracing/traced-store.ts';
import { Tracer } from '../../../src/plugins/tracing/tracer.ts';
import type { Store } from '../../../src/registry/store.ts';

const untraced = new Set(['ping', 'close']);

it('passes every call on with its arguments, and gives those of a request a span', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new Tracer(provider.getTracer('test'));
  const calls: unknown[] = [];
  const inner = new Proxy({} as Store, {
    get:
      (_target, name) =>
      async (...given: readonly unknown[]) => {
        calls.push([name, ...given]);
        return name;
      },
  });
  const store = tracedStore(inner, tracer) as unknown as Record<
    string,
    (...given: unknown[]) => Promise<unknown>
  >;
  const operations = Object.keys(store);
  expect(operations).toHaveLength(20);

  for (const operation of operations) expect(await store[operation]?.('a', 'b')).toBe(operation);
  expect(exporter.getFinishedSpans()).toEqual([]);
  await tracer.during('request', {}, async () => {
    for (const operation of operations) await store[operation]?.('a', 'b');
  });
  const names = exporter.getFinishedSpans().map(({ name }) => name);
  const traced = operations.filter((operation) => !untraced.has(operation));
  expect(names).toEqual([...traced.map((operation) => `store ${operation}`), 'request']);
  expect(calls.slice(0, operations.length)).toEqual(calls.slice(operations.length));
  expect(calls).toContainEqual(['version', 'a', 'b']);
  expect(calls).toContainEqual(['schema', 'a']);
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
