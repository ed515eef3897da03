import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { OpenStore } from '../../src/plugins/schema-store.ts';
import { LogLines } from './log-lines.ts';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts';
import { openThreadlessStore } from './threadless-store.ts';

const threadless: OpenStore = async () => (await openThreadlessStore()).store;

/**
 * The whole service, listening, its spans on the way to the receiver, with a store of the running test's own unless the
 * settings name a database. All that begins here is sampled.
 */
export async function startTraced(
  receiver: OtlpReceiver,
  settings: Readonly<Record<string, string>> = {},
  openStore?: OpenStore,
) {
  const loaded = loadConfig({
    TRACING: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
    TRACING_SAMPLE_RATIO: '1',
    SCHEMA_DIR: '',
    AUDIT_LOG: 'off',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const store = openStore ?? (loaded.config.DATABASE_URL === '' ? threadless : undefined);
  const app = await buildApp({ config: loaded.config, log, ...(store && { openStore: store }) });
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  await app.storeOpened;
  await app.accessControl.decided;
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return { app, config: loaded.config, log, url };
}

/** A receiver that goes with the running test. */
export async function receiverForTest(): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver();
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Headers of a request that is part of a trace. */
export const partOf = (traceId: string, sampled = '01') => ({
  traceparent: `00-${traceId}-b7ad6b7169203331-${sampled}`,
});

export const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
