import { randomBytes } from 'node:crypto';
import { type CheckId, type CheckResult, checkIds, fail, skipped, type VerifyOptions } from './check.ts';
import { type Ask, client } from './client.ts';
import { checkHeaders } from './headers.ts';
import { checkHealth, untilReady } from './health.ts';
import { checkLatency } from './latency.ts';
import { checkMetrics } from './metrics.ts';
import { checkObjectives } from './objectives.ts';
import { finishRoundTrip, type Registered, registerScratch } from './round-trip.ts';
import { checkTls } from './tls.ts';

export interface VerifyReport {
  readonly url: string;
  /** Whether to go on with this instance; else roll back. */
  readonly go: boolean;
  /** In the order of `checkIds`. */
  readonly checks: readonly CheckResult[];
}

/** Looks at a running registry from outside, as its clients and its operators do. Never rejects. */
export async function verify(options: VerifyOptions, now = Date.now()): Promise<VerifyReport> {
  const ask = client(options.url, options.credential);
  const url = new URL(options.url);
  const results = new Map<CheckId, CheckResult>();
  const run = async (id: CheckId, check: () => Promise<CheckResult>) => {
    results.set(id, await check().catch((error: unknown) => fail(id, messageOf(error))));
  };
  await untilReady(ask, options.waitMs ?? 0);
  await run('health', () => checkHealth(ask, options.version));
  await run('headers', () => checkHeaders(ask, url.protocol === 'https:'));
  await run('tls', () => checkTls(url, now, options.minCertificateDays));
  await withSchema(ask, options, run);
  const { metricsUrl, objectives } = options;
  await run('metrics', async () =>
    metricsUrl === undefined
      ? skipped('metrics', 'no URL of the metrics was given')
      : checkMetrics(metricsUrl, options.maxErrorRatio),
  );
  await run('objectives', async () =>
    metricsUrl === undefined || objectives === undefined
      ? skipped('objectives', 'no file of objectives, or no URL of the metrics, was given')
      : checkObjectives(metricsUrl, objectives),
  );
  const checks = checkIds.map((id) => results.get(id) ?? fail(id, 'it did not run'));
  return { url: options.url, go: checks.every(({ verdict }) => verdict !== 'fail'), checks };
}

/** The checks that need a schema: one of their own where they may write, else whichever there is. */
async function withSchema(
  ask: Ask,
  options: VerifyOptions,
  run: (id: CheckId, check: () => Promise<CheckResult>) => Promise<void>,
): Promise<void> {
  const latency = (id: number) => run('latency', () => checkLatency(ask, { ...options, id }));
  if (!options.write) {
    await run('round-trip', async () => skipped('round-trip', 'nothing may be written'));
    const id = await anySchema(ask).catch(() => undefined);
    if (id !== undefined) return latency(id);
    return run('latency', async () => skipped('latency', 'there is no schema to read'));
  }
  const subject = options.subjectPrefix + randomBytes(6).toString('hex');
  let registered: Registered | undefined;
  await run('round-trip', async () => {
    registered = await registerScratch(ask, subject);
    return skipped('round-trip', 'registered, not yet deleted');
  });
  if (registered === undefined)
    return run('latency', async () => skipped('latency', 'nothing could be registered to read'));
  const scratch = registered;
  await latency(scratch.id);
  await run('round-trip', () => finishRoundTrip(ask, scratch));
}

async function anySchema(ask: Ask): Promise<number | undefined> {
  const { text } = await ask('GET', '/schemas?limit=1');
  return (JSON.parse(text) as readonly { id: number }[])[0]?.id;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
