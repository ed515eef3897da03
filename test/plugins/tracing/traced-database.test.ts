import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { embeddedStore } from '../../../src/plugins/schema-store.ts';
import { storeObservers } from '../../../src/plugins/tracing/traced-database.ts';
import { Tracer } from '../../../src/plugins/tracing/tracer.ts';
import { closed, jsonSchema } from '../../helpers/api.ts';
import type { OtlpReceiver } from '../../helpers/otlp-receiver.ts';
import { postgresForFile } from '../../helpers/postgres/databases.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { partOf, post, receiverForTest, startTraced } from '../../helpers/traced-app.ts';

const client = 3;
const traces = ['1', '2', '3', '4', '5', '6'].map((digit) => `${digit}${'b'.repeat(31)}`);
const [writing, alsoWriting, first, second, failing, elsewhere] = traces as [
  string,
  string,
  string,
  string,
  string,
  string,
];

function spansOf({ spans }: OtlpReceiver, traceId: string) {
  const own = spans.filter((span) => span.traceId === traceId);
  const byId = new Map(own.map((span) => [span.spanId, span]));
  const database = own.filter(({ kind }) => kind === client);
  return {
    request: own.find(({ kind }) => kind === 2),
    database,
    summaries: database.map(({ name }) => name),
    /** The store's spans that those of the database belong to. */
    parents: new Set(database.map(({ parentSpanId }) => byId.get(parentSpanId)?.name)),
    operations: own.flatMap(({ name }) => (name.startsWith('store ') ? name.slice('store '.length) : [])),
  };
}

describe('on PostgreSQL', () => {
  const databases = postgresForFile();

  it('shows the statements that a request needed, and what memory had for it', async () => {
    const receiver = await receiverForTest();
    const database = await databases.create();
    const { app, url } = await startTraced(receiver, { DATABASE_URL: database });
    await expect.poll(() => app.databaseStats()?.cache.feed).toBe('listening');
    const versions = (traceId: string) => fetch(`${url}/subjects/a/versions`, { headers: partOf(traceId) });
    const schema = jsonSchema(closed({ hiddenName: 'string' }));
    await Promise.all([
      post(`${url}/subjects/a/versions`, schema, partOf(writing)),
      post(`${url}/subjects/b/versions`, jsonSchema(closed({ other: 'string' })), partOf(alsoWriting)),
    ]);
    await versions(first);
    await versions(second);
    await fetch(`${url}/health/ready`, { headers: partOf(elsewhere) });
    const session = new Client(database);
    await session.connect();
    await session.query('ALTER TABLE schemagate.versions RENAME TO gone');
    await session.end();
    expect((await fetch(`${url}/subjects/c/versions`, { headers: partOf(failing) })).status).toBe(503);
    await app.close();

    const { hostname, port, pathname } = new URL(database);
    const registered = spansOf(receiver, writing);
    expect(registered.summaries).toEqual(expect.arrayContaining(['BEGIN', 'COMMIT']));
    for (const { attributes, parentSpanId } of registered.database) {
      expect(attributes).toMatchObject({
        'db.system.name': 'postgresql',
        'db.namespace': pathname.slice(1),
        'db.operation.name': expect.stringMatching(/^[A-Z]+$/),
        'server.address': hostname,
        'server.port': Number(port),
      });
      expect(parentSpanId).not.toBe('');
    }
    expect(registered.parents).toContain('store commit');
    expect([...registered.parents].every((name) => name?.startsWith('store '))).toBe(true);
    // Its own transaction, or a part in that of the other.
    const other = spansOf(receiver, alsoWriting);
    expect(other.request?.attributes['http.response.status_code']).toBe(200);
    expect(other.operations).toContain('commit');
    expect(JSON.stringify(receiver.spans)).not.toContain('hiddenName');

    const [asked, remembered] = [spansOf(receiver, first), spansOf(receiver, second)];
    const read = asked.database.find(({ name }) => name === 'SELECT schemagate.versions');
    expect(read).toMatchObject({
      failed: false,
      attributes: {
        'db.operation.name': 'SELECT',
        'db.query.summary': 'SELECT schemagate.versions',
        'db.query.text': expect.stringMatching(/^SELECT .* WHERE v\.subject = \$1/),
      },
    });
    expect(asked.request?.attributes['schemagate.cache.misses']).toBeGreaterThan(0);
    expect(remembered.operations.length).toBeGreaterThan(0);
    expect(remembered.database).toEqual([]);
    expect(remembered.request?.attributes).toMatchObject({
      'schemagate.cache.hits': expect.any(Number),
      'schemagate.cache.misses': 0,
    });
    // The server's own code, of a table that is not there.
    const broken = spansOf(receiver, failing).database.find((span) => span.failed);
    expect(broken?.attributes).toMatchObject({
      'db.response.status_code': '42P01',
      'error.type': '42P01',
    });
    expect(receiver.spans.every(({ traceId }) => traces.includes(traceId) && traceId !== elsewhere)).toBe(
      true,
    );
  });
});

it('shows the transactions of the embedded store', async () => {
  const receiver = await receiverForTest();
  const { app, url } = await startTraced(receiver, {}, embeddedStore(temporaryDirectory()));
  await post(`${url}/subjects/a/versions`, jsonSchema(closed({ x: 'string' })), partOf(writing));
  await fetch(`${url}/subjects/a/versions`, { headers: partOf(first) });
  await fetch(`${url}/subjects/a/versions`, { headers: partOf(second) });
  await app.close();
  const registered = spansOf(receiver, writing);
  expect(registered.database).toMatchObject([
    { name: 'COMMIT', attributes: { 'db.system.name': 'sqlite', 'db.operation.name': 'COMMIT' } },
  ]);
  expect(registered.database[0]?.attributes).not.toHaveProperty('db.operation.batch.size');
  expect([...registered.parents]).toEqual(['store commit']);
  const operation = receiver.spans.find(
    ({ traceId, name }) => traceId === first && name === 'store versions',
  );
  expect(operation?.attributes).toMatchObject({
    'db.system.name': 'sqlite',
    'db.operation.name': 'versions',
  });
  const [asked, remembered] = [spansOf(receiver, first), spansOf(receiver, second)];
  expect(asked.request?.attributes['schemagate.cache.misses']).toBeGreaterThan(0);
  expect(remembered.request?.attributes['schemagate.cache.misses']).toBe(0);
  expect(remembered.request?.attributes['schemagate.cache.hits']).toBeGreaterThan(0);
});

describe('the observers of a store', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new Tracer(provider.getTracer('test'));
  const run = async () => 'done';
  const spans = async (url: string, changes = 1) => {
    exporter.reset();
    const { aroundStatement, aroundTransaction } = storeObservers(tracer, url);
    await tracer.during('request', {}, async () => {
      expect(await aroundStatement({ name: 'ping', text: 'SELECT 1' }, run)).toBe('done');
      expect(await aroundTransaction(changes, run)).toBe('done');
    });
    return exporter.getFinishedSpans();
  };

  it('say where the database is', async () => {
    const address = async (url: string) => {
      const [statement] = await spans(url);
      return ['server.address', 'server.port', 'db.namespace'].map((name) => statement?.attributes[name]);
    };
    expect(await address('postgres://u:p@db.example/registry')).toEqual(['db.example', 5432, 'registry']);
    expect(await address('postgres://[::1]:6000/a?sslmode=require')).toEqual(['::1', 6000, 'a']);
    expect(await address('postgres:///a?host=/run/postgresql')).toEqual(['/run/postgresql', 5432, 'a']);
    expect(await address('')).toEqual([undefined, undefined, undefined]);
  });

  it('say how many changes shared a transaction', async () => {
    const [statement, transaction] = await spans('', 3);
    expect(statement).toMatchObject({ name: 'SELECT', kind: SpanKind.CLIENT });
    expect(transaction).toMatchObject({ name: 'COMMIT', attributes: { 'db.operation.batch.size': 3 } });
  });

  it('leave alone what no request asked for', async () => {
    exporter.reset();
    const { aroundStatement, aroundTransaction, onRead } = storeObservers(tracer, '');
    onRead(true);
    expect(await aroundStatement({ name: 'ping', text: 'SELECT 1' }, run)).toBe('done');
    expect(await aroundTransaction(1, run)).toBe('done');
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('name the kind of an error that is not the server’s', async () => {
    exporter.reset();
    const { aroundStatement } = storeObservers(tracer, '');
    const lost = async () => Promise.reject(Object.assign(new TypeError('secret'), { code: 'ECONNRESET' }));
    const call = tracer.during('request', {}, () =>
      aroundStatement({ name: 'ping', text: 'SELECT 1' }, lost),
    );
    await expect(call).rejects.toThrow('secret');
    expect(exporter.getFinishedSpans()[0]?.attributes).toMatchObject({ 'error.type': 'TypeError' });
    expect(JSON.stringify(exporter.getFinishedSpans()[0]?.attributes)).not.toContain('secret');
  });
});
