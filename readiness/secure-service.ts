import { join } from 'node:path';
import { type Authority, certificateAuthority, replaceFile } from '../test/helpers/certificates.ts';
import type { Candidate } from './candidate.ts';
import type { Service } from './service.ts';

/** A service with TLS, and who issued its certificate. */
export interface SecureService {
  readonly service: Service;
  readonly authority: Authority;
  readonly port: number;
  /** Puts another certificate in the place of the one that the settings name. */
  renew(name: string): Promise<void>;
}

/** Starts a service with a certificate for 127.0.0.1 in files, as operators give it one. */
export async function startSecureService(candidate: Candidate): Promise<SecureService> {
  const folder = candidate.folder();
  const authority = await certificateAuthority();
  const files = { TLS_CERT_FILE: join(folder, 'tls.crt'), TLS_KEY_FILE: join(folder, 'tls.key') };
  const renew = async (name: string) => {
    const { cert, key } = await authority.issue(name);
    replaceFile(files.TLS_CERT_FILE, cert);
    replaceFile(files.TLS_KEY_FILE, key);
  };
  await renew('first');
  const service = await candidate.start(files);
  return { service, authority, port: Number(new URL(service.url).port), renew };
}
