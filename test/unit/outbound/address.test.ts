import { expect, it } from 'vitest';
import { embeddedAddress, isPublicAddress } from '../../../src/outbound/address.ts';
import { NetworkListError, permittedAddresses } from '../../../src/outbound/permitted-addresses.ts';

it.for([
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '100::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'localhost',
  '',
])('takes %s for no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.for([
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '::ffff:1.1.1.1',
  '64:ff9b::101:101',
  '2002:101:101::1',
])('takes %s for a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it('finds the IPv4 address in an IPv6 address', () => {
  expect(embeddedAddress('::FFFF:10.1.2.3')).toBe('10.1.2.3');
  expect(embeddedAddress('0:0:0:0:0:ffff:0a01:0203')).toBe('10.1.2.3');
  expect(embeddedAddress('2606:4700::1')).toBeUndefined();
});

it('permits the networks that are named besides public addresses', () => {
  const permits = permittedAddresses(' 10.1.0.0/16, 127.0.0.1,fd00::/8 ,');
  expect(['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', 'fd12::1', 'fd12::1%2', '1.1.1.1'].every(permits)).toBe(
    true,
  );
  expect(['10.2.0.1', '127.0.0.2', 'fe80::1', '169.254.169.254'].some(permits)).toBe(false);
  expect(permittedAddresses('')('127.0.0.1')).toBe(false);
});

it.for(['localhost', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', '::/129', '10.0.0.0/'])(
  'refuses %s as a network',
  (networks) => {
    expect(() => permittedAddresses(networks)).toThrow(NetworkListError);
  },
);
