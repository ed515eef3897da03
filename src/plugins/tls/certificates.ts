import {
  type CertificateFiles,
  type CertificateMaterial,
  readCertificates,
} from '../../host/certificate-files.ts';

/** The certificates in use, and all who must hear of new ones. */
export class Certificates {
  readonly files: CertificateFiles;
  readonly #users: ((material: CertificateMaterial) => void)[] = [];
  #current: CertificateMaterial;

  /** @throws Error when the files do not hold a certificate and its key */
  constructor(files: CertificateFiles) {
    this.files = files;
    this.#current = readCertificates(files);
  }

  get current(): CertificateMaterial {
    return this.#current;
  }

  /** `use` gets every later certificate; what it throws refuses one. */
  onChange(use: (material: CertificateMaterial) => void): void {
    this.#users.push(use);
  }

  /**
   * Reads the files again. Answers whether they hold something new, which is in use then.
   * @throws Error when it can't be used; the old certificate stays
   */
  reload(): boolean {
    const found = readCertificates(this.files);
    if (found.digest === this.#current.digest) return false;
    if (found.expiresAt <= Date.now()) throw new Error(`"${this.files.certificate}" has expired`);
    for (const use of this.#users) use(found);
    this.#current = found;
    return true;
  }
}
