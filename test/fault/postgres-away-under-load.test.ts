import { describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { ownPostgresForFile } from '../helpers/postgres/faults.ts';
import { openStoreAt } from '../helpers/postgres/store.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const server = ownPostgresForFile();
const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };

interface Seen {
  /** Names the request in a failure. */
  readonly request: string;
  readonly status: number;
  readonly stale: boolean;
  readonly retryAfter: string | null;
  readonly body: { readonly id?: number; readonly error_code?: number };
}

async function ask(url: string, body?: object): Promise<Seen> {
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return {
    request: `${method} ${new URL(url).pathname}`,
    status: answer.status,
    stale: answer.headers.get('warning') === '110 - "Response is Stale"' && answer.headers.has('age'),
    retryAfter: answer.headers.get('retry-after'),
    body: (await answer.json()) as Seen['body'],
  };
}

const jsonSchema = (title: string) => ({ schemaType: 'JSON', schema: JSON.stringify({ title }) });

describe('when PostgreSQL is away for five seconds under load', () => {
  it('serves what is cached, marked stale, refuses writes, and recovers by itself without a loss', async () => {
    const replica = await startServerProcess(temporaryDirectory(), {
      DATABASE_URL: server().url(),
      DATABASE_CONNECT_TIMEOUT_MS: '1000',
    });
    const url = replica.url;
    await ask(`${url}/subjects/read/versions`, jsonSchema('read'));
    const reads: readonly [string, object?][] = [
      [`${url}/schemas/ids/1`],
      [`${url}/subjects/read/versions`],
      [`${url}/subjects/read/versions/latest`],
      [`${url}/subjects/read/versions/1`],
      [`${url}/subjects/read/versions/1/referencedby`],
      [`${url}/config`],
      [`${url}/subjects/read`, jsonSchema('read')],
    ];
    for (const [path, body] of reads)
      expect(await ask(path, body)).toMatchObject({ status: 200, stale: false });

    const ending = new AbortController();
    const seen: Seen[] = [];
    const written: Seen[] = [];
    const acknowledged: {
      readonly id: number | undefined;
      readonly subject: string;
      readonly text: string;
    }[] = [];
    const readers = reads.map(async ([path, body]) => {
      while (!ending.signal.aborted) seen.push(await ask(path, body));
    });
    const writers = Array.from({ length: 3 }, async (_, n) => {
      for (let round = 1; !ending.signal.aborted; round += 1) {
        const title = `${n}-${round}`;
        const answer = await ask(`${url}/subjects/written-${n}/versions`, jsonSchema(title));
        written.push(answer);
        const { id } = answer.body;
        const { schema } = jsonSchema(title);
        if (answer.status === 200) acknowledged.push({ id, subject: `written-${n}`, text: schema });
      }
    });
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(20));
    await server().stop();
    const stopped = performance.now();
    await eventually(() => expect(written.some(({ status }) => status === 503)).toBe(true));
    await eventually(() => expect(seen.filter(({ stale }) => stale).length).toBeGreaterThan(50));
    expect(await ask(`${url}/health/ready`)).toMatchObject({ status: 503, stale: false });
    expect(await ask(`${url}/health/live`)).toMatchObject({ status: 200 });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      components: { store: { status: 'down' }, database: { breaker: expect.any(String), feed: 'lost' } },
    });
    await eventually(() => expect(performance.now() - stopped).toBeGreaterThan(5000));
    await server().start();
    const started = performance.now();
    const before = acknowledged.length;
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 5));
    process.stdout.write(`writes again ${Math.round(performance.now() - started)} ms after the database\n`);
    await eventually(() => expect(seen.at(-1)?.stale).toBe(false));
    await eventually(async () => expect((await ask(`${url}/health/ready`)).status).toBe(200));
    ending.abort();
    await Promise.all([...readers, ...writers]);

    expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
    const refused = written.filter(({ status }) => status !== 200);
    expect(refused).toEqual(
      refused.map(() => expect.objectContaining({ status: 503, retryAfter: '1', stale: false })),
    );
    expect(refused.map(({ body }) => body.error_code)).toEqual(refused.map(() => 50001));
    const metrics = await (await fetch(replica.metricsUrl)).text();
    expect(metrics).toMatch(/^schemagate_stale_reads_total [1-9]/m);
    expect(metrics).toMatch(/^schemagate_database_feed_listening 1$/m);
    expect(replica.complaints.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['database: change feed lost', 'database: circuit breaker open']),
    );
    expect(await replica.stop()).toMatchObject({ code: 0 });
    const store = await openStoreAt(server().url());
    for (const { id, subject, text } of acknowledged) {
      expect(await store.versionsWithText(subject, text)).toMatchObject([{ id }]);
    }
    await store.close();
  });
});
