import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEvent } from '../../src/audit/event.ts';
import { type OpenTrailOptions, openFileTrail } from '../../src/audit/open-trail.ts';

export const logon: AuditEvent = { event: 'logon', outcome: 'success', actor: 'key:1' };

const unlimited = { maxFileBytes: 1e9, maxFileMs: 0, filesKept: 0 };

/** An audit log in a directory, whose trouble would fail the test. */
export function openTrail(directory: string, options: Partial<OpenTrailOptions> = {}) {
  return openFileTrail({
    directory,
    key: undefined,
    retention: unlimited,
    now: Date.now,
    lock: () => ({ release: () => undefined }),
    onFinding: refuse,
    onState: (state, cause) => refuse(`${state}: ${String(cause)}`),
    ...options,
  });
}

function refuse(sentence: string): void {
  throw new Error(sentence);
}

/** Records events one run of the service after the other: so many in each. */
export async function recordRuns(
  directory: string,
  counts: readonly number[],
  options: Partial<OpenTrailOptions> = {},
): Promise<void> {
  for (const count of counts) {
    const trail = await openTrail(directory, options);
    for (let index = 0; index < count; index++) trail.record({ ...logon, details: { index } });
    await trail.close();
  }
}

/** Paths of the files of the log, in order. */
export function auditFiles(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(directory, name));
}

export interface AuditLine {
  readonly seq: number;
  readonly event: string;
  readonly outcome: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** All lines of the log. */
export function auditLines(directory: string): AuditLine[] {
  return auditFiles(directory).flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('"}'))
      .map((line) => JSON.parse(line) as AuditLine),
  );
}
