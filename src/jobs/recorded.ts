import { userInfo } from 'node:os';
import type { AuditEvent } from '../audit/event.ts';
import { type AuditSettings, openAuditLog } from './audit-log.ts';

export interface RecordedWork<T> {
  readonly settings: AuditSettings;
  /** Name of the event. */
  readonly event: string;
  /** Writes to standard error: what was found in the audit log, and its lines when they go to no file. */
  readonly tell: (text: string) => void;
  /** What is recorded of the work when it has been done. */
  readonly details: (result: T) => NonNullable<AuditEvent['details']>;
  /** Whether a result tells of a failure. */
  readonly fails?: (result: T) => boolean;
}

/**
 * Does work for somebody at a terminal, and records that in the audit log, also when it fails. Not begun when it
 * could not be recorded.
 */
export async function recorded<T>(work: RecordedWork<T>, act: () => Promise<T>): Promise<T> {
  const { settings, event, tell, details, fails = () => false } = work;
  const log = await openAuditLog(settings, {
    write: tell,
    onFinding: (sentence) => tell(`schemagate: audit log, ${sentence}\n`),
    onState: (state, cause) => tell(`schemagate: audit log ${state}: ${String(cause)}\n`),
  });
  const actor = `operator:${operator()}`;
  try {
    const result = await act();
    const outcome = fails(result) ? 'failure' : 'success';
    log?.record({ event, outcome, actor, details: details(result) });
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log?.record({ event, outcome: 'failure', actor, details: { reason } });
    throw error;
  } finally {
    await log?.close();
  }
}

/** Name of the user of this process; a container may have given it a number alone. */
function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
