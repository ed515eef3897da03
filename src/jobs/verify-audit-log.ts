import { type VerifiedChain, verifyAuditLog } from '../audit/verify.ts';
import { type AuditSettings, auditDirectory, auditKeys } from './audit-log.ts';

/** A line that was noted elsewhere, by number and hash. */
export interface Anchor {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Checks the audit log, or one file or directory of it, with the keys of the settings.
 * @throws Error when there is nothing to check
 */
export function verifyConfiguredAuditLog(
  path: string | undefined,
  settings: AuditSettings,
  anchors: readonly Anchor[],
): readonly VerifiedChain[] {
  const place = path ?? auditDirectory(settings);
  const chains = verifyAuditLog(place, { keys: auditKeys(settings), anchors });
  if (chains.length === 0) throw new Error(`There is no audit log in ${place}`);
  return chains;
}
