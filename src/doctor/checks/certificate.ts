import { readCertificates } from '../../host/certificate-files.ts';
import type { Check } from '../check.ts';
import { messageOf, notChecked, ok, problem, warning } from '../finding.ts';

const dayMs = 86_400_000;
/** As the alerts SchemagateCertificateExpiresSoon and SchemagateCertificateExpiresNow. */
const soonDays = 14;
const nowDays = 2;

const renew = 'renew it: docs/runbooks/certificate-renewal.md';

/** The certificate that the service would serve. */
export const certificate: Check = {
  id: 'certificate',
  looksAt: 'whether certificate and key can be read and belong together, and days left',
  run({ config, machine }) {
    if (config.TLS_CERT_FILE === '')
      return notChecked('TLS_CERT_FILE is empty: the service speaks plain HTTP');
    try {
      const { expiresAt, validFrom } = readCertificates({
        certificate: config.TLS_CERT_FILE,
        key: config.TLS_KEY_FILE,
        clientCa: config.TLS_CLIENT_AUTH === 'off' ? undefined : config.TLS_CLIENT_CA_FILE,
      });
      if (validFrom > machine.now())
        return problem(
          `the certificate holds from ${new Date(validFrom).toISOString()} on, which is not yet`,
          "see this machine's clock, or put one there that holds now",
        );
      const days = Math.floor((expiresAt - machine.now()) / dayMs);
      if (days < 0) return problem(`the certificate ended ${-days} days ago`, renew);
      const found = `certificate and key belong together; ${days} days left`;
      if (days < nowDays) return problem(found, renew);
      return days < soonDays ? warning(found, renew) : ok(found);
    } catch (error) {
      return problem(messageOf(error), 'put a certificate and its key there, as docs/operations/tls.md says');
    }
  },
};
