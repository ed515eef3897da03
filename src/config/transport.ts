import { Type } from '../typebox.ts';

const clientAuth = ['off', 'optional', 'required'] as const;
export type TlsClientAuth = (typeof clientAuth)[number];

/** Settings of TLS and HTTP/2; see docs/operations/tls.md. */
export const tlsSettings = {
  TLS_CERT_FILE: Type.String({
    default: '',
    description:
      'Certificate of the server in PEM, with the chain of its issuers after it. Empty: plain HTTP. ' +
      'A new file is taken up without a restart.',
  }),
  TLS_KEY_FILE: Type.String({
    default: '',
    description: "Private key of the server's certificate in PEM, not encrypted.",
  }),
  TLS_CLIENT_AUTH: Type.Unsafe<TlsClientAuth>({
    type: 'string',
    enum: clientAuth,
    default: 'off',
    description:
      'Whether clients prove who they are with a certificate: `off`, `optional` (one that does not verify counts as ' +
      'none), or `required` (no connection without).',
  }),
  TLS_CLIENT_CA_FILE: Type.String({
    default: '',
    description: 'Certificates in PEM of those who may issue certificates of clients.',
  }),
  METRICS_TLS: Type.Boolean({
    default: true,
    description: 'With `TLS_CERT_FILE`: whether the metrics server speaks TLS too, on the same terms.',
  }),
  HTTP2: Type.Boolean({
    default: true,
    description: 'With `TLS_CERT_FILE`: whether clients may choose HTTP/2. HTTP/1.1 is always there.',
  }),
  HTTP2_MAX_STREAMS: Type.Integer({
    default: 100,
    minimum: 1,
    description: 'Requests that one HTTP/2 connection may have under way at a time.',
  }),
};

type TlsValues = Readonly<
  Record<'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CLIENT_CA_FILE' | 'TLS_CLIENT_AUTH', string>
>;

/** One sentence for each setting of TLS that lacks another or says less than it seems to. */
export function tlsProblems(values: TlsValues): readonly string[] {
  const hasCertificate = values.TLS_CERT_FILE !== '';
  const asksClients = values.TLS_CLIENT_AUTH !== 'off';
  const hasClientCa = values.TLS_CLIENT_CA_FILE !== '';
  const problems: string[] = [];
  if (hasCertificate !== (values.TLS_KEY_FILE !== ''))
    problems.push('TLS_CERT_FILE and TLS_KEY_FILE belong together; set both.');
  if (asksClients && !hasCertificate) problems.push('TLS_CLIENT_AUTH needs TLS_CERT_FILE and TLS_KEY_FILE.');
  if (asksClients && !hasClientCa)
    problems.push('TLS_CLIENT_AUTH needs TLS_CLIENT_CA_FILE: whose client certificates to believe.');
  if (hasClientCa && !asksClients)
    problems.push('TLS_CLIENT_CA_FILE does nothing while TLS_CLIENT_AUTH is off; say optional or required.');
  return problems;
}
