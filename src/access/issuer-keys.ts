import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** As the `fetch` of the platform; how the process reaches other servers is its caller's matter. */
export type Call = (url: string, init: RequestInit) => Promise<Response>;

/** The issuer of tokens, or its keys, can't be had now. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
}

export interface IssuerKeysOptions {
  /** As tokens name it. */
  readonly issuer: string;
  /** Where its keys are (RFC 7517); empty: where the issuer says (OpenID Connect Discovery 1.0). */
  readonly jwksUri: string;
  readonly call: Call;
  /** How soon after its last answer the issuer is asked again for a key that is not known, in milliseconds. */
  readonly cooldownMs?: number | undefined;
}

/** How old keys may be before they are fetched again, in milliseconds: one that was withdrawn is good as long. */
const maxAgeMs = 600_000;
const timeoutMs = 5000;

/** The keys of an issuer: fetched when first needed, kept, and fetched again for a key that is new. */
export function issuerKeys({
  issuer,
  jwksUri,
  call,
  cooldownMs = 30_000,
}: IssuerKeysOptions): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  async function find(): Promise<JWTVerifyGetKey> {
    const place = jwksUri === '' ? await discoverKeys(issuer, call) : jwksUri;
    return createRemoteJWKSet(new URL(place), {
      cooldownDuration: cooldownMs,
      cacheMaxAge: maxAgeMs,
      timeoutDuration: timeoutMs,
      [customFetch]: call,
    });
  }

  const getKey: JWTVerifyGetKey = async (header, token) => {
    keys ??= find();
    try {
      return await (await keys)(header, token);
    } catch (error) {
      // What was not found out is asked for again the next time.
      if (error instanceof IssuerUnavailableError) keys = undefined;
      throw error;
    }
  };
  return getKey;
}

/**
 * Where an issuer says that its keys are.
 * @throws IssuerUnavailableError
 */
export async function discoverKeys(issuer: string, call: Call): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await call(url, { method: 'GET', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const found = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
    if (found.issuer !== issuer) throw new Error(`it calls itself ${JSON.stringify(found.issuer)}`);
    if (typeof found.jwks_uri !== 'string' || !URL.canParse(found.jwks_uri)) throw new Error('no jwks_uri');
    return found.jwks_uri;
  } catch (error) {
    throw new IssuerUnavailableError(`No use of ${url}: ${String(error)}`, { cause: error });
  }
}
