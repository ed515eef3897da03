import type { FastifyRequest } from 'fastify';
import { readCredential } from '../../access/credential.ts';
import type { Principal } from '../../access/principal.ts';
import type { AuditTrail } from '../../audit/event.ts';
import { clientOf } from '../rate-limit/client.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import type { KnownCredentials } from './known-credentials.ts';
import { credentialRefused, issuerUnavailable, tooManyFailures } from './refusals.ts';

export interface IdentifyOptions {
  readonly credentials: KnownCredentials;
  readonly failures: FailedAttempts;
  readonly audit: AuditTrail;
}

/**
 * Finds out whose the credential of a request is. One that was good before may be shown again whatever others
 * behind the same address do.
 * @throws HttpError 401, 429; StoreUnavailableError when that can't be found out now
 */
export async function identify(
  request: FastifyRequest,
  shown: string,
  { credentials, failures, audit }: IdentifyOptions,
): Promise<Principal> {
  const now = Date.now();
  const client = clientOf(request);
  const wait = credentials.has(shown) ? 0 : failures.waitMs(client, now);
  if (wait > 0) throw tooManyFailures(wait);
  const principal = await checked(request, shown, credentials, now);
  if (principal !== undefined) return principal;

  const credential = readCredential(shown);
  const keyId = credential.kind === 'key' ? credential.key.id : undefined;
  const waitNow = failures.add(client, keyId, now);
  const origin = { actor: 'anonymous:', address: request.ip, requestId: request.id };
  const details = { credential: credential.kind, ...(keyId !== undefined && { key: keyId }) };
  audit.record({ ...origin, event: 'authentication.failed', outcome: 'denied', details });
  if (failures.isLast(client, now))
    audit.record({ ...origin, event: 'authentication.limited', outcome: 'denied' });
  throw waitNow > 0 ? tooManyFailures(waitNow) : credentialRefused();
}

async function checked(
  request: FastifyRequest,
  shown: string,
  credentials: KnownCredentials,
  now: number,
): Promise<Principal | undefined> {
  try {
    return await credentials.check(shown, now);
  } catch (error) {
    // By its name: its module brings a library that is loaded when tokens are taken.
    if (!(error instanceof Error && error.name === 'IssuerUnavailableError')) throw error;
    request.log.warn({ err: error }, 'authentication: the issuer of tokens can not be asked');
    throw issuerUnavailable();
  }
}
