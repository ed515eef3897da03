import { once } from 'node:events';
import { type ConnectionOptions, connect } from 'node:tls';
import { judged, type Row } from '../row.ts';
import { type SecureService, startSecureService } from '../secure-service.ts';
import { without } from '../text.ts';
import { until } from '../until.ts';

/** TLS from files, nothing older than 1.2, and a new certificate without a restart. */
export const row: Row = {
  id: 'certificates',
  group: 'deployment',
  title: 'TLS from files, nothing older than 1.2, and a new certificate without a restart',
  risk: 'critical',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    const secure = await startSecureService(candidate);
    const problems: string[] = [];
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const shown = await handshake(secure, { minVersion: version, maxVersion: version });
      if (shown !== `first by ${version}`) problems.push(`${version}: ${shown}`);
    }
    // Clients refuse it too, unless they are told not to.
    const old = await handshake(secure, {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    if (!/protocol version/i.test(old)) problems.push(`TLSv1.1: ${old}`);
    await secure.renew('second');
    secure.service.signal('SIGHUP');
    const renewed = await until(async () =>
      (await handshake(secure)).startsWith('second ') ? true : undefined,
    );
    if (!renewed) problems.push(`after the files changed: ${await handshake(secure)}`);
    return judged(problems, '1.2 and 1.3, 1.1 refused, and a new certificate in use after SIGHUP');
  },
  breaks: () => ({
    reason: /^after the files changed: first by TLSv1\.3$/,
    edits: {
      'src/plugins/tls.ts': without(
        'certificates.onChange((material) => (server as Server).setSecureContext(secureContext(material)));',
      ),
    },
  }),
};

/** Whose certificate is shown, by which version; or why there was none. */
async function handshake(
  { authority, port }: SecureService,
  options: ConnectionOptions = {},
): Promise<string> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: authority.cert,
    ...options,
  });
  try {
    await once(socket, 'secureConnect');
    return `${String(socket.getPeerCertificate().subject.CN)} by ${socket.getProtocol()}`;
  } catch (error) {
    return String(error);
  } finally {
    socket.destroy();
  }
}
