import { once } from 'node:events';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { Agent, fetch } from 'undici';
import { expect, it } from 'vitest';
import { certificateAuthority, replaceFile } from '../helpers/certificates.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('with TLS, both servers serve it, a signal brings a new certificate, and a request under way outlasts the end', async () => {
  const directory = temporaryDirectory();
  const authority = await certificateAuthority();
  const put = async (name: string) => {
    const { cert, key } = await authority.issue(name);
    replaceFile(join(directory, 'tls.crt'), cert);
    replaceFile(join(directory, 'tls.key'), key);
  };
  await put('first');
  const server = await startServerProcess(directory, {
    TLS_CERT_FILE: 'tls.crt',
    TLS_KEY_FILE: 'tls.key',
  });
  const shown: string[] = [];
  const ask = async (url: string) => {
    const dispatcher = new Agent({ allowH2: true, connect: { ca: authority.cert } });
    const answer = await (await fetch(url, { dispatcher })).text();
    await dispatcher.close();
    return answer;
  };
  expect(await ask(server.metricsUrl)).toContain('schemagate_tls_certificate_expiry_timestamp_seconds');
  expect(await ask(`${server.url}/subjects`)).toBe('[]');

  const session = connect(server.url, { ca: authority.cert });
  const stream = session.request({
    ':method': 'POST',
    ':path': '/subjects/a/versions',
    'content-type': 'application/json',
  });
  stream.write('{"schemaType":"JSON",');
  await put('second');
  server.hangUp();
  while (shown.at(-1) !== 'second') {
    const other = connect(server.url, { ca: authority.cert });
    await once(other, 'remoteSettings');
    shown.push(String((other.socket as TLSSocket).getPeerCertificate().subject.CN));
    other.close();
  }

  const told = once(session, 'goaway');
  const exit = server.stop();
  expect((await told)[0]).toBe(0);
  stream.end('"schema":"{}"}');
  const [headers] = await once(stream, 'response');
  expect(headers).toMatchObject({ ':status': 200 });
  expect(await text(stream)).toBe('{"id":1}');
  expect(await exit).toEqual({ code: 0, stderr: '' });
  expect(server.complaints).toEqual([]);
});
