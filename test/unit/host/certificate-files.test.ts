import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readCertificates } from '../../../src/host/certificate-files.ts';
import { certificateAuthority, type IssuedCertificate } from '../../helpers/certificates.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

let root: string;
let leaf: IssuedCertificate;
let other: IssuedCertificate;
beforeAll(async () => {
  const authority = await certificateAuthority();
  root = authority.cert;
  leaf = await authority.issue('leaf', { hours: 48 });
  other = await authority.issue('other');
});

function files(cert: string, key: string, ca?: string) {
  const directory = temporaryDirectory();
  const paths = {
    certificate: join(directory, 'crt'),
    key: join(directory, 'key'),
    clientCa: join(directory, 'ca'),
  };
  writeFileSync(paths.certificate, cert);
  writeFileSync(paths.key, key);
  writeFileSync(paths.clientCa, ca ?? '');
  return ca === undefined ? { ...paths, clientCa: undefined } : paths;
}

it('a chain ends with the first of its certificates to end', () => {
  const alone = readCertificates(files(leaf.cert, leaf.key));
  const chain = readCertificates(files(`${leaf.cert}\n${root}\n`, leaf.key));
  expect(alone.expiresAt - chain.expiresAt).toBeGreaterThan(23 * 3_600_000);
  expect(alone).toMatchObject({ cert: leaf.cert, key: leaf.key, ca: undefined });
  expect(chain.digest).not.toBe(alone.digest);
});

it('what does not fit together is named, and the key never quoted', () => {
  const message = (paths: Parameters<typeof readCertificates>[0]) => {
    try {
      readCertificates(paths);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(message(files(leaf.cert, other.key))).toMatch(
    /^the key in ".*key" is not that of the certificate in ".*crt"$/,
  );
  expect(message(files('no certificate', leaf.key))).toMatch(/crt" holds no certificates in PEM/);
  expect(message(files(leaf.cert, 'my secret'))).toMatch(
    /key" holds no private key in PEM without a passphrase$/,
  );
  expect(message(files(leaf.cert, leaf.key, 'no authority'))).toMatch(/ca" holds no certificates in PEM/);
  expect(message(files(leaf.cert, leaf.key, root))).toBe('accepted');
  const gone = files(leaf.cert, leaf.key);
  rmSync(gone.certificate);
  expect(message(gone)).toMatch(/crt" can't be read \(Error: ENOENT/);
});
