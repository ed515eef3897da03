import { HttpError } from '../http-error.ts';

const challenge = 'Basic realm="schemagate", charset="UTF-8", Bearer realm="schemagate"';

/** No credential came with a request that needs one (RFC 9110 section 11.6.1). */
export function credentialMissing(): HttpError {
  return new HttpError(401, 'This needs a credential: an API key or a token.', {
    'www-authenticate': challenge,
  });
}
