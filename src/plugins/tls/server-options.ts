import { constants } from 'node:crypto';
import type { SecureServerOptions } from 'node:http2';
import type { SecureContextOptions } from 'node:tls';
import type { TlsClientAuth } from '../../config/transport.ts';
import type { CertificateMaterial } from '../../host/certificate-files.ts';

/** For TLS 1.2: forward secrecy and authenticated encryption, nothing else. TLS 1.3 has only such. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** Groups for the exchange of keys, the first also safe from later quantum computers. */
const groups = 'X25519MLKEM768:X25519:prime256v1:secp384r1';

/** What a TLS server is told whenever its certificate changes. */
export function secureContext({ cert, key, ca }: CertificateMaterial): SecureContextOptions {
  return {
    cert,
    key,
    ...(ca === undefined ? {} : { ca }),
    ciphers,
    honorCipherOrder: true,
    ecdhCurve: groups,
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

export interface Http2Limits {
  readonly enabled: boolean;
  readonly maxStreams: number;
  readonly maxHeaderBytes: number;
  readonly maxHeaderCount: number;
}

/** Pseudo-headers of a request, which Node counts as headers (RFC 9113 section 8.3.1). */
const pseudoHeaders = 4;

/**
 * Options of a server for HTTP/2 and, over the same port, HTTP/1.1; the client chooses (RFC 7301). The numbers
 * bound what a client can make the server do for nothing: streams opened and reset at once, settings, pings and
 * frames out of order.
 */
export function tlsServerOptions(
  material: CertificateMaterial,
  clientAuth: TlsClientAuth,
  http2: Http2Limits,
): SecureServerOptions {
  return {
    ...secureContext(material),
    requestCert: clientAuth !== 'off',
    rejectUnauthorized: clientAuth === 'required',
    allowHTTP1: true,
    ...(http2.enabled ? {} : { ALPNCallback: onlyHttp1 }),
    settings: {
      maxConcurrentStreams: http2.maxStreams,
      maxHeaderListSize: http2.maxHeaderBytes,
    },
    maxHeaderListPairs: http2.maxHeaderCount + pseudoHeaders,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    maxSettings: 32,
    maxOutstandingPings: 10,
    // A client may take back all that it has under way a few times over; beyond it the connection ends.
    streamResetBurst: 400,
    streamResetRate: 20,
  };
}

function onlyHttp1({ protocols }: { protocols: string[] }): string | undefined {
  return protocols.find((protocol) => protocol === 'http/1.1');
}
