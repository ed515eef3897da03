import { discoverKeys } from '../../access/issuer-keys.ts';
import type { Config } from '../../config.ts';
import { type Call, withCalls } from '../call.ts';
import type { Check } from '../check.ts';
import { messageOf, notChecked, ok, problem } from '../finding.ts';

/** Without its keys no token is good. */
export const tokenIssuer: Check = {
  id: 'token-issuer',
  looksAt: 'whether the issuer of OIDC_ISSUER, and its keys, can be had',
  async run(context) {
    if (context.config.OIDC_ISSUER === '') return notChecked('OIDC_ISSUER is empty: no tokens are taken');
    try {
      const count = await withCalls(context, (call) => countKeys(context.config, call));
      if (count > 0) return ok(`${context.config.OIDC_ISSUER} has ${count} keys`);
      return problem(`${context.config.OIDC_ISSUER} has no keys`, 'see the issuer');
    } catch (error) {
      return problem(
        messageOf(error),
        'see OIDC_ISSUER, OIDC_JWKS_URI and the network; private addresses need OUTBOUND_ALLOW_PRIVATE',
      );
    }
  },
};

async function countKeys({ OIDC_ISSUER, OIDC_JWKS_URI }: Config, call: Call): Promise<number> {
  const place = OIDC_JWKS_URI === '' ? await discoverKeys(OIDC_ISSUER, call) : OIDC_JWKS_URI;
  const response = await call(place, { method: 'GET' });
  if (!response.ok) throw new Error(`${place} answers ${response.status}`);
  const { keys } = (await response.json()) as { readonly keys?: unknown };
  return Array.isArray(keys) ? keys.length : 0;
}
