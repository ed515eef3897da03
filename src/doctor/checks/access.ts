import { isLoopback } from '../../host/loopback.ts';
import type { Check, Context } from '../check.ts';
import { messageOf, notChecked, ok, problem, warning } from '../finding.ts';

/** Who can reach the service, what is asked of them, and whether others can listen in. */
export const access: Check = {
  id: 'access',
  looksAt:
    'HOST, AUTH and TLS together: who is let in, and whether credentials cross the network in the clear',
  async run(context) {
    const { HOST, METRICS_HOST, AUTH, TLS_CERT_FILE, TRUST_PROXY } = context.config;
    const alone = ok(`HOST is ${HOST}: only this machine reaches the service`);
    if (isLoopback(HOST) && (isLoopback(METRICS_HOST) || AUTH === 'none')) return alone;
    const [setting, host] = isLoopback(HOST) ? ['METRICS_HOST', METRICS_HOST] : ['HOST', HOST];
    if (AUTH === 'none')
      return warning(
        `whoever reaches ${host} may do anything: AUTH is none`,
        'set AUTH=required and make a key: docs/access.md',
      );
    const credentials = AUTH === 'required' || (await hasCredentials(context));
    if (typeof credentials === 'string') return notChecked(credentials);
    if (!credentials)
      return problem(
        `${setting} is ${host}, where others reach it, and there is no credential: it does not start`,
        'make a key (schemagate keys create), or set AUTH=required',
      );
    if (isLoopback(HOST)) return alone;
    if (TLS_CERT_FILE !== '') return ok('credentials are asked for, over TLS');
    if (TRUST_PROXY !== 'false')
      return ok('credentials are asked for, and TRUST_PROXY names a proxy in front');
    return warning(
      'credentials are asked for, and cross the network in the clear unless something in front speaks TLS',
      'set TLS_CERT_FILE and TLS_KEY_FILE, or name the proxy in front in TRUST_PROXY: docs/operations/tls.md',
    );
  },
};

/** Whether there is any that a client could send; or why that can't be told. */
async function hasCredentials({ config, store }: Context): Promise<boolean | string> {
  if (config.OIDC_ISSUER !== '' || config.TLS_CLIENT_AUTH !== 'off') return true;
  try {
    return (await store()).hasKeys;
  } catch (error) {
    return `whether there are API keys is not known: ${messageOf(error)}`;
  }
}
