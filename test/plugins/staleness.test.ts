import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { caching } from '../../src/plugins/caching.ts';
import { contentCoding } from '../../src/plugins/content-coding.ts';
import { errors } from '../../src/plugins/errors.ts';
import { Readiness } from '../../src/plugins/health/readiness.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import type { QuickLane } from '../../src/plugins/quick-answers/quick-lane.ts';
import { anything, subjectList, type Topics } from '../../src/plugins/quick-answers/topics.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { schemaResponses } from '../../src/plugins/schema-responses.ts';
import { type OpenStore, schemaStore } from '../../src/plugins/schema-store.ts';
import { staleness } from '../../src/plugins/staleness.ts';
import type { SchemaId } from '../../src/registry/schema.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { openThreadlessStore } from '../helpers/threadless-store.ts';

const one = 1 as SchemaId;

/** An app whose store says of itself what the test wants. */
async function start() {
  const said = { staleFor: undefined as number | undefined, feed: 'lost' };
  const pool = { max: 4, total: 3, idle: 1, waiting: 0 };
  const database = { breaker: 'open', opened: 2, retries: 5, failures: 7, waitingChanges: 0, pool };
  const told = Promise.withResolvers<NonNullable<Parameters<OpenStore>[1]>>();
  const lane = { forgotten: [] as (Topics | undefined)[] };
  const app = fastify();
  app.decorate('quickLane', {
    forget: (topics) => void lane.forgotten.push(topics),
    admit: () => undefined,
    onAnswered: () => undefined,
  } as Pick<QuickLane, 'forget' | 'admit' | 'onAnswered'> as QuickLane);
  onTestFinished(() => app.close());
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(metrics, { version: '0', log: new LogLines() });
  await app.register(contentCoding, { isOn: () => false, minBytes: 0 });
  await app.register(caching, { isPrivate: () => false, varying: [] });
  app.decorate('readiness', new Readiness());
  await app.register(schemaStore, {
    async open(_onCommit, operator) {
      if (operator) told.resolve(operator);
      const { store } = await openThreadlessStore();
      return Object.defineProperties(store, {
        staleFor: { get: () => said.staleFor },
        databaseStats: {
          get: () => ({
            database,
            cache: { feed: said.feed, losses: 1, staleReads: 3, hits: 4, misses: 5, entries: 6, weight: 7 },
          }),
        },
      });
    },
  });
  await app.register(schemaResponses, { maxBytes: 10_000 });
  await app.register(staleness);
  let made = 0;
  app.get('/kept', (_request, reply) =>
    reply.sendAboutSchema(one, 'x', async () => ({ body: String((made += 1)), immutable: false })),
  );
  app.get('/plain', () => ({}));
  app.get('/away', (_request, reply) => reply.code(503).send({}));
  await app.ready();
  await app.storeOpened;
  return { app, said, lane, operator: await told.promise };
}

it('keeps responses only while the store is told of changes, and drops those of what changed', async () => {
  const { app, operator } = await start();
  const body = async () => (await app.inject('/kept')).body;
  expect([await body(), await body()]).toEqual(['1', '2']);
  operator.onFeed?.('listening');
  expect([await body(), await body()]).toEqual(['3', '3']);
  operator.onForget?.([one]);
  expect([await body(), await body()]).toEqual(['4', '4']);
  operator.onForget?.(undefined);
  expect([await body(), await body()]).toEqual(['5', '5']);
  operator.onFeed?.('lost');
  expect([await body(), await body()]).toEqual(['6', '7']);
});

it('lets the quick lane forget what was made from what changed', async () => {
  const { operator, lane } = await start();
  const forgotten = () => lane.forgotten.splice(0);
  operator.onForget?.([one], [{ kind: 'subject', subject: 'a' }]);
  expect(forgotten()).toEqual([[subjectList, anything, 'a']]);
  operator.onForget?.([one], [{ kind: 'global' }]);
  operator.onForget?.(undefined);
  operator.onFeed?.('lost');
  expect(forgotten()).toEqual([undefined, undefined, undefined]);
});

it('marks answers that may be out of date, and no refusals', async () => {
  const { app, said } = await start();
  const marks = async (path: string) => {
    const { headers } = await app.inject(path);
    return [headers['warning'], headers['age']];
  };
  expect(await marks('/kept')).toEqual([undefined, undefined]);
  said.staleFor = 7;
  expect(await marks('/kept')).toEqual(['110 - "Response is Stale"', '7']);
  expect(await marks('/plain')).toEqual(['110 - "Response is Stale"', '7']);
  expect(await marks('/away')).toEqual([undefined, undefined]);
});

it('shows what the database is doing as metrics', async () => {
  const { app } = await start();
  const text = await app.metricsRegistry.metrics();
  expect(text).toContain('schemagate_database_pool_connections{state="busy"} 2');
  expect(text).toContain('schemagate_database_breaker_state{state="open"} 1');
  expect(text).toContain('schemagate_database_breaker_state{state="closed"} 0');
  expect(text).toContain('schemagate_database_feed_listening 0');
  expect(text).toContain('schemagate_stale_reads_total 3');
});
