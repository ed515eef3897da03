import { HttpError } from '../http-error.ts';

const basic = 'Basic realm="schemagate", charset="UTF-8"';
const bearer = 'Bearer realm="schemagate"';

/** No credential came with a request that needs one (RFC 9110 section 11.6.1). */
export function credentialMissing(): HttpError {
  return new HttpError(401, 'This needs a credential: an API key or a token.', {
    'www-authenticate': `${basic}, ${bearer}`,
  });
}

/** The credential is not good (RFC 6750 section 3). Why is not told: it would help those who try. */
export function credentialRefused(): HttpError {
  return new HttpError(401, 'The credential is not good: unknown, expired, revoked or misspelt.', {
    'www-authenticate': `${basic}, ${bearer}, error="invalid_token"`,
  });
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
