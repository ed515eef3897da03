// Has sslscan, a scanner from outside, look at the TLS of the service as it is shipped, on this machine alone, and
// fails on anything old or weak. Without the scanner it says "not run".
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { certificateAuthority, replaceFile } from '../test/helpers/certificates.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';

/** TLS 1.3 has nothing else; of TLS 1.2 that which keeps past traffic secret and authenticates what it encrypts. */
const strongCipher = /^(?:TLS_(?:AES|CHACHA20)_|ECDHE-(?:ECDSA|RSA)-(?:AES\d+-GCM|CHACHA20-POLY1305))/;
const leastGroupBits = 128;

const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
try {
  const { cert, key } = await (await certificateAuthority()).issue('localhost');
  replaceFile(join(directory, 'tls.crt'), cert);
  replaceFile(join(directory, 'tls.key'), key);
  const settings = { TLS_CERT_FILE: 'tls.crt', TLS_KEY_FILE: 'tls.key' };
  const server = await startServerProcess(directory, settings);
  try {
    for (const port of [server.port, Number(new URL(server.metricsUrl).port)]) {
      const report = await scan(port);
      if (report !== undefined) judge(report);
    }
  } finally {
    await server.stop();
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function scan(port: number): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('sslscan', ['--xml=-', '--no-colour', `127.0.0.1:${port}`])).stdout;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    console.log('TLS scan: not run, since sslscan is not installed');
    return undefined;
  }
}

function judge(report: string): void {
  const elements = (name: string) =>
    [...report.matchAll(new RegExp(`<${name} ([^>]*)/>`, 'g'))].map(([, attributes = '']) =>
      Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
    );
  const protocols = elements('protocol').filter(({ enabled }) => enabled === '1');
  const ciphers = elements('cipher');
  const spoken = protocols.map(({ type, version }) => `${type} ${version}`);
  const weak = [
    ...spoken.filter((protocol) => protocol !== 'tls 1.2' && protocol !== 'tls 1.3'),
    ...ciphers.map(({ cipher = '' }) => cipher).filter((cipher) => !strongCipher.test(cipher)),
    ...elements('group')
      .filter(({ bits }) => Number(bits) < leastGroupBits)
      .map(({ name }) => name),
    ...elements('renegotiation')
      .filter(({ supported }) => supported === '1')
      .map(() => 'renegotiation by the client'),
    ...elements('heartbleed')
      .filter(({ vulnerable }) => vulnerable === '1')
      .map(() => 'Heartbleed'),
  ];
  console.log(
    `TLS scan: ${spoken.join(', ')}; ${ciphers.length} ciphers; weak: ${weak.join(', ') || 'nothing'}`,
  );
  if (weak.length > 0 || spoken.length !== 2 || ciphers.length === 0) process.exitCode = 1;
}
