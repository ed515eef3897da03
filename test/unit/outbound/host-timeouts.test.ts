import { expect, it, onTestFinished } from 'vitest';
import { OutboundClient } from '../../../src/outbound/client.ts';
import { HostTimeoutError, longestCall, readHostTimeouts } from '../../../src/outbound/host-timeouts.ts';
import { permittedAddresses } from '../../../src/outbound/permitted-addresses.ts';
import { silence, startHttpPeer } from '../../helpers/http-peer.ts';

it('reads hosts with their milliseconds', () => {
  const own = readHostTimeouts(' Hooks.example=30000, login.example:8443 = 2000,, [::1]:80=5');
  expect([...own]).toEqual([
    ['hooks.example', 30_000],
    ['login.example:8443', 2000],
    ['[::1]:80', 5],
  ]);
  expect(longestCall(15_000, own)).toBe(30_000);
  expect(longestCall(15_000, readHostTimeouts(''))).toBe(15_000);
});

it.each(['a', 'a=', 'a=0', 'a=1.5', '=5', 'http://a=5', 'a b=5'])('refuses %j', (text) => {
  expect(() => readHostTimeouts(text)).toThrow(HostTimeoutError);
});

it('bounds calls to a host by its own time, and others by the general one', async () => {
  const peers = await Promise.all([startHttpPeer(silence), startHttpPeer(silence)]);
  onTestFinished(() => void Promise.all(peers.map((peer) => peer.close())));
  const [own, other] = peers;
  const client = new OutboundClient({
    permits: permittedAddresses('127.0.0.1'),
    timeouts: { connect: 5000, headers: 5000, body: 5000, total: 90 },
    hostTimeouts: readHostTimeouts(`127.0.0.1:${own.port}=60`),
  });
  onTestFinished(() => client.close(0));
  await expect(client.fetch(own.url)).rejects.toThrow('took over 60 ms');
  await expect(client.fetch(other.url)).rejects.toThrow('took over 90 ms');
  // What a kind of call usually has gives way to the host's, what one call is given does not.
  const usual = { total: 70 };
  await expect(client.fetch(own.url, {}, { usual })).rejects.toThrow('took over 60 ms');
  await expect(client.fetch(other.url, {}, { usual })).rejects.toThrow('took over 70 ms');
  await expect(client.fetch(own.url, {}, { timeouts: { total: 50 } })).rejects.toThrow('took over 50 ms');
});
