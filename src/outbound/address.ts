import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Not reachable from everywhere: https://www.iana.org/assignments/iana-ipv4-special-registry */
const special4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, where clouds serve metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** All that is global is in here: https://www.iana.org/assignments/iana-ipv6-special-registry */
const global6 = listOf('ipv6', [['2000::', 3]]);

const special6 = listOf('ipv6', [
  ['2001::', 23], // Teredo and others that are no hosts
  ['2001:db8::', 32],
  ['3fff::', 20],
]);

/** Prefixes, as 16-bit groups, after which an IPv6 address holds the IPv4 address that is meant. */
const embedding: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0xffff], // mapped
  [0x64, 0xff9b, 0, 0, 0, 0], // NAT64
  [0x2002], // 6to4
];

/** Whether the IP address belongs to a host on the public internet. What is no address is not public. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  const inner = embeddedAddress(address);
  if (inner !== undefined) return isPublicAddress(inner);
  const plain = withoutZone(address);
  return global6.check(plain, 'ipv6') && !special6.check(plain, 'ipv6');
}

/** The IPv4 address that an IPv6 address stands for; undefined when it stands for itself. */
export function embeddedAddress(address: string): string | undefined {
  const groups = groupsOf(withoutZone(address));
  const prefix = embedding.find((start) => start.every((group, index) => groups[index] === group));
  if (prefix === undefined) return undefined;
  const [high = 0, low = 0] = groups.slice(prefix.length);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [left = '', right] = address.split('::');
  const head = groupsIn(left);
  if (right === undefined) return head;
  const tail = groupsIn(right);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function groupsIn(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}
