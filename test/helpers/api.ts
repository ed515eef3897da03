import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { OpenAudit } from '../../src/plugins/audit.ts';
import type { OpenStore } from '../../src/plugins/schema-store.ts';
import { openThreadlessStore } from './threadless-store.ts';

export interface Answer {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  /** The body read as JSON; undefined when there is none. */
  readonly body: unknown;
}

type Headers = Readonly<Record<string, string>>;

/** The whole service on a store of its own, asked without a socket. */
export interface Api {
  readonly app: FastifyInstance;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  put(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  delete(path: string, headers?: Headers): Promise<Answer>;
  /** Registers a JSON Schema, which must be accepted, and answers its id. */
  register(subject: string, schema: unknown): Promise<number>;
}

/**
 * Starts the service for the running test, with these settings over the defaults; it ends with the test. A store of
 * the test's own is not waited for, since it may be one that does not open.
 */
export async function startApi(
  settings: Readonly<Record<string, string>> = {},
  ownStore?: OpenStore,
  openAudit?: OpenAudit,
): Promise<Api> {
  const loaded = loadConfig({
    SCHEMA_DIR: '',
    AUDIT_LOG: 'off',
    LOG_LEVEL: 'silent',
    // Counted as in service, and never reached.
    RATE_LIMIT_MAX: '1000000000',
    // Tests of other things must not fail on a machine that is busy.
    MAX_EVENT_LOOP_DELAY_MS: '0',
    COSTLY_SCHEMA_TIMEOUT_MS: '60000',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = { write: () => undefined, waitingBytes: 0, droppedBytes: 0 };
  const openStore = ownStore ?? (async () => (await openThreadlessStore()).store);
  const app = await buildApp({ config: loaded.config, log, openStore, ...(openAudit && { openAudit }) });
  onTestFinished(() => app.close());
  await app.ready();
  if (ownStore === undefined) await app.storeOpened;

  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    headers: Headers,
    body?: unknown,
  ) => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' };
    return answerOf(await app.inject({ method, url, headers: { ...type, ...headers }, ...payload }));
  };
  const api: Api = {
    app,
    get: (path, headers = {}) => ask('GET', path, headers),
    post: (path, body, headers = {}) => ask('POST', path, headers, body),
    put: (path, body, headers = {}) => ask('PUT', path, headers, body),
    delete: (path, headers = {}) => ask('DELETE', path, headers),
    async register(subject, schema) {
      const answer = await api.post(`/subjects/${subject}/versions`, jsonSchema(schema));
      if (answer.status !== 200) throw new Error(`Not registered: ${answer.text}`);
      return (answer.body as { id: number }).id;
    },
  };
  return api;
}

/** The request body that registers, looks up or checks a JSON Schema. */
export function jsonSchema(schema: unknown): { schemaType: string; schema: string } {
  return { schemaType: 'JSON', schema: JSON.stringify(schema) };
}

/** An object schema with these properties, by type, and no others. */
export function closed(types: Readonly<Record<string, string>>) {
  const properties = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  return { type: 'object', properties, additionalProperties: false };
}

function answerOf(response: LightMyRequestResponse): Answer {
  const { statusCode: status, headers, body: text } = response;
  return { status, headers, text, body: text === '' ? undefined : JSON.parse(text) };
}
