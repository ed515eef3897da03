import { errorTable } from '../../registry/errors.ts';
import { HttpError } from '../http-error.ts';

const basic = 'Basic realm="schemagate", charset="UTF-8"';
const bearer = 'Bearer realm="schemagate"';

/** No credential came with a request that needs one (RFC 9110 section 11.6.1). */
export function credentialMissing(): HttpError {
  return unauthenticated('This needs a credential: an API key or a token.', `${basic}, ${bearer}`);
}

/** The credential is not good (RFC 6750 section 3). Why is not told: it would help those who try. */
export function credentialRefused(): HttpError {
  const challenge = `${basic}, ${bearer}, error="invalid_token"`;
  return unauthenticated('The credential is not good: unknown, expired, revoked or misspelt.', challenge);
}

/** Too many credentials that were not good came before. */
export function tooManyFailures(waitMs: number): HttpError {
  return new HttpError(429, 'Too many failed attempts to authenticate; come back later.', {
    'retry-after': String(Math.ceil(waitMs / 1000)),
  });
}

/** Whether a credential is good can't be found out now. */
export function issuerUnavailable(): HttpError {
  return new HttpError(503, 'The issuer of tokens can not be asked now; try again.', { 'retry-after': '1' });
}

function unauthenticated(message: string, challenge: string): HttpError {
  return new HttpError(401, message, { 'www-authenticate': challenge }, errorTable.unauthenticated.code);
}
