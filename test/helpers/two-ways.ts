import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { LogLines } from './log-lines.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the quick lane gave it. */
  readonly quick: boolean;
}

/** A service that tells which of its answers the quick lane gave. */
export interface TwoWays {
  readonly app: FastifyInstance;
  readonly log: LogLines;
  ask(url: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startTwoWays(settings: Record<string, string> = {}): Promise<TwoWays> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
  const loaded = loadConfig({
    DATA_DIR: directory,
    SCHEMA_DIR: '',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    RATE_LIMIT_WINDOW_MS: '3600000',
    TRUST_PROXY: '127.0.0.1',
    COMPRESSION_MIN_BYTES: '10',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const app = await buildApp({ config: loaded.config, log });
  let ordinary = 0;
  app.addHook('onRequest', (_request, _reply, next) => {
    ordinary += 1;
    next();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  await app.storeOpened;
  const { port } = app.server.address() as AddressInfo;
  return {
    app,
    log,
    async ask(url, headers = {}, method = 'GET', body) {
      const before = ordinary;
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      httpRequest({ port, path: url, method, headers }, resolve).on('error', reject).end(body);
      const response = await promise;
      const { statusCode: status } = response;
      return { status, headers: response.headers, body: await text(response), quick: ordinary === before };
    },
    async stop() {
      await app.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Without what differs between any two answers. */
export function comparable({ status, headers, body }: Answer): unknown {
  const { date: _date, ratelimit: _left, 'x-request-id': _id, ...others } = headers;
  return { status, headers: others, body };
}

/** The names of all fields, in their order. */
export function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
}

/** How many requests the metrics count for a route. */
export async function countedFor(app: FastifyInstance, route: string): Promise<number> {
  const metrics = await app.metricsRegistry.metrics();
  const lines = metrics.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count{'));
  const own = lines.filter((line) => line.includes(`route="${route}"`));
  return own.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
