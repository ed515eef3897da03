import type { Call } from '../../access/issuer-keys.ts';
import { readNamedGrants } from '../../access/named-grants.ts';
import type { Proof } from '../../access/proof.ts';

export interface TokenSettings {
  readonly OIDC_ISSUER: string;
  readonly OIDC_AUDIENCE: string;
  readonly OIDC_JWKS_URI: string;
  readonly OIDC_ALGORITHMS: string;
  readonly OIDC_GRANTS_CLAIM: string;
  readonly OIDC_GRANTS: string;
}

/**
 * What says whom a token is of; undefined when no tokens are taken.
 * @throws Error with a sentence for the operator
 */
export async function configuredTokens(
  settings: TokenSettings,
  call: Call,
  cooldownMs?: number,
): Promise<((token: string) => Promise<Proof | undefined>) | undefined> {
  if (settings.OIDC_ISSUER === '') return undefined;
  if (settings.OIDC_AUDIENCE === '')
    throw new Error(
      'OIDC_ISSUER is set, but not OIDC_AUDIENCE: tokens for other services would be good here',
    );
  // The library takes time and memory that a service without tokens need not spend.
  const { tokenVerifier } = await import('../../access/token-verifier.ts');
  return tokenVerifier({
    issuer: settings.OIDC_ISSUER,
    audience: settings.OIDC_AUDIENCE,
    jwksUri: settings.OIDC_JWKS_URI,
    algorithms: settings.OIDC_ALGORITHMS.split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    grantsClaim: settings.OIDC_GRANTS_CLAIM,
    grants: readNamedGrants('OIDC_GRANTS', settings.OIDC_GRANTS),
    call,
    cooldownMs,
  });
}
