import { readCredential } from '../../access/credential.ts';
import type { KeyStore } from '../../access/key-store.ts';
import type { Proof } from '../../access/proof.ts';
import { verifyKey } from '../../access/verify-key.ts';
import type { KeyUses } from './key-uses.ts';

export interface VerifierOptions {
  readonly keyStore: KeyStore;
  readonly uses: Pick<KeyUses, 'note'>;
  /** Undefined: no tokens are taken. */
  readonly verifyToken: ((token: string) => Promise<Proof | undefined>) | undefined;
}

/** Makes what says whom a credential is of, undefined when it is not good; `now` in milliseconds since 1970. */
export function credentialVerifier({ keyStore, uses, verifyToken }: VerifierOptions) {
  return async (text: string, now: number): Promise<Proof | undefined> => {
    const credential = readCredential(text);
    if (credential.kind === 'token') return verifyToken?.(credential.token);
    if (credential.kind !== 'key') return undefined;
    const proof = await verifyKey(keyStore, credential.key, now);
    if (proof !== undefined) uses.note(credential.key.id, now);
    return proof;
  };
}
