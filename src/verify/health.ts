import { setTimeout as sleep } from 'node:timers/promises';
import { type CheckResult, judged } from './check.ts';
import type { Ask } from './client.ts';

interface Report {
  readonly status?: string;
  readonly version?: string;
  readonly components?: {
    readonly database?: { readonly breaker?: string };
    readonly eventLoop?: { readonly status?: string };
  };
}

const paths = ['/health/live', '/health/ready', '/health'];

/** Between two questions whether it is ready, in milliseconds. */
const pauseMs = 250;

/** Resolves when it is ready, or when it has not become so in time. */
export async function untilReady(ask: Ask, waitMs: number): Promise<void> {
  const deadline = Date.now() + waitMs;
  const isReady = () =>
    ask('GET', '/health/ready').then(
      ({ status }) => status === 200,
      () => false,
    );
  while (Date.now() < deadline && !(await isReady())) await sleep(pauseMs);
}

/** All three endpoints answer 200, the wanted version runs, no circuit breaker is open and the event loop keeps up. */
export async function checkHealth(ask: Ask, version?: string): Promise<CheckResult> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, answer: await ask('GET', path) })));
  const problems = answers
    .filter(({ answer }) => answer.status !== 200)
    .map(({ path, answer }) => `${path} answers ${answer.status}`);
  const report = reportIn(answers.at(-1)?.answer.text ?? '');
  if (report.status !== 'ok') problems.push(`/health says ${report.status ?? 'nothing that can be read'}`);
  if (version !== undefined && report.version !== version)
    problems.push(`version ${report.version ?? 'unknown'} runs, not ${version}`);
  const breaker = report.components?.database?.breaker ?? 'closed';
  if (breaker !== 'closed') problems.push(`the circuit breaker of the database is ${breaker}`);
  if (report.components?.eventLoop?.status === 'overloaded') problems.push('the event loop is overloaded');
  return judged('health', problems, `version ${report.version}: live, ready, every component well`);
}

function reportIn(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}
