import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { schemaFormats } from '../../../src/costly-work/formats.ts';
import { tracedFormat } from '../../../src/plugins/tracing/traced-format.ts';
import { Tracer } from '../../../src/plugins/tracing/tracer.ts';
import type { SchemaFormat } from '../../../src/registry/format.ts';

it('traces what is read and compared for a request, at once or later, and nothing else', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new Tracer(provider.getTracer('test'));
  const [json] = schemaFormats({ sound: false }, 'brief').values();
  if (!json) throw new Error('There is a format');
  const later: SchemaFormat = {
    type: json.type,
    parse: async (text, references) => json.parse(text, references),
  };
  const work = { kind: 'check' } as const;
  const options = { policy: 'STRICT', direction: 'BACKWARD', effort: { stepsLeft: 1000 } } as const;
  const compare = async (format: SchemaFormat) => {
    const read = await format.parse('{"type":"object"}', [], work);
    if (!read.ok) throw new Error(read.reason);
    expect(
      await read.schema.incompatibilities(read.schema, { ...options, effort: { stepsLeft: 1000 } }, work),
    ).toEqual([]);
  };
  await compare(tracedFormat(json, tracer));
  expect(exporter.getFinishedSpans()).toEqual([]);
  for (const format of [json, later])
    await tracer.during('request', {}, () => compare(tracedFormat(format, tracer)));
  const refused = await tracer.during('request', {}, async () =>
    tracedFormat(json, tracer).parse('{', [], work),
  );
  expect(refused).toMatchObject({ ok: false });
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([
    'schema parse',
    'compatibility',
    'request',
    'schema parse',
    'compatibility',
    'request',
    'schema parse',
    'request',
  ]);
});
