import { Type } from '../typebox.ts';

const metricsModes = ['none', 'required'] as const;
const modes = ['auto', 'required', 'none'] as const;

/** Settings of access control; see docs/access.md. */
export const accessSettings = {
  AUTH: Type.Unsafe<(typeof modes)[number]>({
    type: 'string',
    enum: modes,
    default: 'auto',
    description:
      'Whether requests need a credential: `required`, `none`, or `auto` for as soon as there is one that could be ' +
      'sent: an API key was made, or tokens or client certificates are accepted. With `auto` and none of these the ' +
      'service listens on this machine alone.',
  }),
  METRICS_AUTH: Type.Unsafe<(typeof metricsModes)[number]>({
    type: 'string',
    enum: metricsModes,
    default: 'none',
    description:
      'Whether the metrics server asks for a credential with the role `metrics`: `required` or `none`.',
  }),
  AUTH_CACHE_MS: Type.Integer({
    default: 10_000,
    minimum: 0,
    description:
      'Time for which a credential that was good is not asked for again, in milliseconds; a revoked key works no ' +
      'longer than that on other replicas.',
  }),
  AUTH_OUTAGE_MS: Type.Integer({
    default: 300_000,
    minimum: 0,
    description:
      'Time for which a credential that was good stays so while it can not be asked for, since the database or the ' +
      'issuer of tokens is away, in milliseconds.',
  }),
  AUTH_FAILURES_MAX: Type.Integer({
    default: 30,
    minimum: 0,
    description:
      'Failed attempts to authenticate, by one address and on one key, after which more of them get 429 in the same ' +
      'window. Credentials that were good lately are not concerned. 0: no limit.',
  }),
  AUTH_FAILURES_WINDOW_MS: Type.Integer({
    default: 60_000,
    minimum: 1,
    description: 'Length of the window in which failed attempts are counted, in milliseconds.',
  }),
  OIDC_ISSUER: Type.String({
    default: '',
    description:
      'Issuer whose tokens (JWT) are taken as `Authorization: Bearer`, as its tokens name it. Empty: no tokens.',
  }),
  OIDC_AUDIENCE: Type.String({
    default: '',
    description: 'Audience that tokens must be for: the name that the issuer has for this service.',
  }),
  OIDC_JWKS_URI: Type.String({
    default: '',
    description:
      'Where the keys of the issuer are. Empty: where its `/.well-known/openid-configuration` says. Private ' +
      'addresses need `OUTBOUND_ALLOW_PRIVATE`.',
  }),
  OIDC_ALGORITHMS: Type.String({
    default: 'RS256,PS256,ES256,EdDSA',
    minLength: 1,
    description: 'Algorithms that tokens may be signed with, separated by commas; never symmetric ones.',
  }),
  OIDC_GRANTS_CLAIM: Type.String({
    default: 'scope',
    minLength: 1,
    description:
      'Claim that names what the holder may do: text separated by spaces, or a list; dots lead into objects, such ' +
      'as `realm_access.roles`.',
  }),
  OIDC_GRANTS: Type.String({
    default: '',
    description:
      'What each name in that claim grants, in JSON, such as `{"team-orders": ["writer:orders."]}`; `*` is every token.',
  }),
  CLIENT_CERT_GRANTS: Type.String({
    default: '',
    description:
      'With `TLS_CLIENT_AUTH`: what each client certificate grants, in JSON, by its subject, an attribute of that or ' +
      'an alternative name, such as `{"CN=orders": ["writer:orders."]}`; `*` is every certificate.',
  }),
  REGISTRY_CREDENTIAL: Type.String({
    default: '',
    description:
      'What `schemagate plan`, `apply` and `verify` show to the registry at a URL: an API key or a token, or ' +
      '`user:password` for basic authentication.',
  }),
  REGISTRY_CREDENTIAL_FILE: Type.String({
    default: '',
    description: 'File that holds `REGISTRY_CREDENTIAL`.',
  }),
};
