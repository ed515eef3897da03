import { renameSync, writeFileSync } from 'node:fs';
import { generate } from 'selfsigned';

const hourMs = 3_600_000;

/** In PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface IssueOptions {
  /** How long from now it is valid; negative for one that has ended. Default 24. */
  readonly hours?: number;
  /** Default: a server's. */
  readonly for?: 'server' | 'client';
}

/** A certificate authority for tests. */
export interface Authority {
  readonly cert: string;
  /** A certificate for 127.0.0.1 and localhost, or of a client with this name. */
  issue(name: string, options?: IssueOptions): Promise<IssuedCertificate>;
}

/** Makes an authority with a key of its own. */
export async function certificateAuthority(name = 'Test CA'): Promise<Authority> {
  const root = await certificate(name, 24, {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    cert: root.cert,
    issue: (subject, { hours = 24, for: purpose = 'server' } = {}) =>
      certificate(subject, hours, {
        ca: root,
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: purpose === 'server', clientAuth: purpose === 'client' },
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
            ],
          },
        ],
      }),
  };
}

/** Puts text in a file's place in one step, as those who renew certificates do. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

async function certificate(
  name: string,
  hours: number,
  options: NonNullable<Parameters<typeof generate>[1]>,
): Promise<IssuedCertificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 48 * hourMs),
    notAfterDate: new Date(Date.now() + hours * hourMs),
    ...options,
  });
  return { cert: made.cert, key: made.private };
}
