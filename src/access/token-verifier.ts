import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { type IssuerKeysOptions, IssuerUnavailableError, issuerKeys } from './issuer-keys.ts';
import { grantsOf, type NamedGrants } from './named-grants.ts';
import type { Proof } from './proof.ts';
import { nameIn, namesIn } from './token-claims.ts';

export interface TokenVerifierOptions extends IssuerKeysOptions {
  /** Whom tokens must be for. */
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** The claim that names what the holder may do, see `namesIn`. */
  readonly grantsClaim: string;
  readonly grants: NamedGrants;
}

/** Signatures by a key that only the issuer has. */
const asymmetric = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

/** How far clocks may differ, in seconds. */
const clockTolerance = 5;

/** Faults of the issuer or of the way to it; all others are the token's. */
const issuerFaults: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);

/**
 * Makes what says whom a JSON Web Token is of (RFC 7519), undefined when it is not good. It must be signed by a
 * key of the issuer, name the issuer, the audience and a subject, and end.
 * @throws Error with a sentence for the operator when an algorithm is none that can be trusted
 */
export function tokenVerifier(options: TokenVerifierOptions): (token: string) => Promise<Proof | undefined> {
  const { issuer, audience, algorithms, grantsClaim, grants } = options;
  const unsafe = algorithms.filter((name) => !asymmetric.test(name));
  if (unsafe.length > 0 || algorithms.length === 0)
    throw new Error(
      `OIDC_ALGORITHMS names ${unsafe.join(', ') || 'none'}; expected such as RS256, ES256, EdDSA`,
    );
  const expected = {
    issuer,
    audience,
    algorithms: [...algorithms],
    requiredClaims: ['sub', 'exp'],
    clockTolerance,
  };
  const getKey = issuerKeys(options);

  return async (token) => {
    if (!algorithms.includes(algorithmOf(token) ?? '')) return undefined;
    try {
      const { payload } = await jwtVerify(token, getKey, expected);
      const { sub = '', exp = 0 } = payload;
      return {
        principal: {
          kind: 'token',
          id: sub,
          name: nameIn(payload),
          grants: grantsOf(namesIn(payload, grantsClaim), grants),
        },
        until: (exp + clockTolerance) * 1000,
      };
    } catch (error) {
      if (error instanceof errors.JOSEError && !issuerFaults.has(error.code)) return undefined;
      if (error instanceof IssuerUnavailableError) throw error;
      throw new IssuerUnavailableError(`The keys of ${issuer} can not be had: ${String(error)}`, {
        cause: error,
      });
    }
  };
}

/** Looked at before anybody is asked for a key. */
function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}
