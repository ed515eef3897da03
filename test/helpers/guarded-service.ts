import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { withKeys } from '../../src/jobs/manage-keys.ts';
import { RecordingTrail } from './recording-trail.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Read as JSON; undefined when it is none. */
  readonly body: unknown;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH';

/** The whole service with access control on, at a socket, and a key for each of some grants. */
export interface GuardedService {
  readonly app: FastifyInstance;
  readonly port: number;
  readonly trail: RecordingTrail;
  /** The secret of the key with this grant. */
  keyOf(grant: string): string;
  /** Asks over the socket by the key with this grant; undefined for without any. */
  ask(
    grant: string | undefined,
    method: Method,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  /** Registers as the service itself and answers the id. */
  register(subject: string, schema: unknown, references?: readonly object[]): Promise<number>;
  close(): Promise<void>;
}

/** Starts it; whoever does must close it. `settings` go over the defaults. */
export async function startGuardedService(
  grants: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<GuardedService> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
  const keys = new Map<string, string>();
  await withKeys({ DATA_DIR: directory }, async (all) => {
    for (const grant of grants) {
      const { key } = await all.create({ name: grant, grants: grant.split(' ') });
      keys.set(grant, key);
    }
  });
  const loaded = loadConfig({
    DATA_DIR: directory,
    SCHEMA_DIR: '',
    LOG_LEVEL: 'silent',
    // Counted as in service, and never reached.
    RATE_LIMIT_MAX: '1000000000',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const trail = new RecordingTrail();
  const log = { write: () => undefined, waitingBytes: 0, droppedBytes: 0 };
  const app = await buildApp({ config: loaded.config, log, openAudit: trail.open });
  await app.listen({ port: 0, host: '127.0.0.1' });
  await app.storeOpened;
  const { port } = app.server.address() as AddressInfo;

  const keyOf = (grant: string): string => {
    const key = keys.get(grant);
    if (key === undefined) throw new Error(`No key was made for ${grant}`);
    return key;
  };
  return {
    app,
    port,
    trail,
    keyOf,
    async ask(grant, method, path, body, headers = {}) {
      const credential = grant === undefined ? {} : { authorization: `Bearer ${keyOf(grant)}` };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...credential,
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      };
    },
    async register(subject, schema, references = []) {
      const request = {
        schemaType: 'JSON',
        schema: JSON.stringify(schema),
        references: references as object[],
      };
      const { id } = await app.registry.registerSchema(subject, request, { normalize: false });
      return id;
    },
    async close() {
      await app.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
