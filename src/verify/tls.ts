import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { type CheckResult, fail, judged, skipped } from './check.ts';

const dayMs = 86_400_000;
const timeoutMs = 10_000;

/** The connection is TLS 1.2 or later, its certificate trusted, for this host, and good for days to come. */
export async function checkTls(url: URL, now: number, minDays: number): Promise<CheckResult> {
  if (url.protocol !== 'https:') return skipped('tls', 'plain HTTP: whoever ends TLS in front is not seen');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(url.port) || 443,
    // Names alone; RFC 6066 has no addresses.
    ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }),
    // What is wrong with the certificate is told below, beside all else.
    rejectUnauthorized: false,
    timeout: timeoutMs,
  });
  socket.once('timeout', () => socket.destroy(new Error(`no handshake within ${timeoutMs} ms`)));
  try {
    await once(socket, 'secureConnect');
    return judgeConnection(socket, now, minDays);
  } catch (error) {
    return fail('tls', `no connection: ${(error as Error).message}`);
  } finally {
    socket.destroy();
  }
}

function judgeConnection(socket: TLSSocket, now: number, minDays: number): CheckResult {
  const protocol = socket.getProtocol() ?? 'unknown';
  const daysLeft = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now) / dayMs);
  const problems: string[] = [];
  if (!['TLSv1.2', 'TLSv1.3'].includes(protocol)) problems.push(`it speaks ${protocol}`);
  if (!socket.authorized)
    problems.push(`the certificate is not trusted: ${String(socket.authorizationError)}`);
  if (!(daysLeft >= minDays)) problems.push(`the certificate ends in ${daysLeft} days`);
  return judged('tls', problems, `${protocol}, certificate trusted and good for ${daysLeft} days`);
}
