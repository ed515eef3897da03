import { createPrivateKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where certificates are. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Issuers of clients' certificates; undefined when clients are not asked for one. */
  readonly clientCa: string | undefined;
}

/** What the files hold, proven to fit together. */
export interface CertificateMaterial {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
  /** When the first certificate of the server's chain ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** When the last of that chain begins to hold, in milliseconds since 1970. */
  readonly validFrom: number;
  /** Tells this content of the files from any other. */
  readonly digest: string;
}

/**
 * Reads certificates and key.
 * @throws Error in one sentence, naming the file, when one can't be read or the key is of another certificate
 */
export function readCertificates(files: CertificateFiles): CertificateMaterial {
  const cert = read(files.certificate);
  const key = read(files.key);
  const ca = files.clientCa === undefined ? undefined : read(files.clientCa);
  const chain = certificatesIn(cert, files.certificate);
  if (files.clientCa !== undefined && ca !== undefined) certificatesIn(ca, files.clientCa);
  if (!chain[0].checkPrivateKey(privateKey(key, files.key)))
    throw new Error(`the key in "${files.key}" is not that of the certificate in "${files.certificate}"`);
  return {
    cert,
    key,
    ca,
    validFrom: Math.max(...chain.map(({ validFromDate }) => validFromDate.getTime())),
    expiresAt: Math.min(...chain.map(({ validToDate }) => validToDate.getTime())),
    digest: hash('sha256', JSON.stringify([cert, key, ca])),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`"${path}" can't be read (${String(error)})`, { cause: error });
  }
}

function certificatesIn(text: string, path: string): readonly [X509Certificate, ...X509Certificate[]] {
  try {
    const [first, ...more] = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
    if (first === undefined) throw new Error('nothing between BEGIN CERTIFICATE and END CERTIFICATE');
    return [new X509Certificate(first), ...more.map((block) => new X509Certificate(block))];
  } catch (error) {
    throw new Error(`"${path}" holds no certificates in PEM (${String(error)})`, { cause: error });
  }
}

// The cause is left out: it may quote what it could not read.
function privateKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new Error(`"${path}" holds no private key in PEM without a passphrase`);
  }
}
