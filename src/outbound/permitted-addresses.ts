import { BlockList, isIP, isIPv4 } from 'node:net';
import { embeddedAddress, isPublicAddress } from './address.ts';

/** Whether a connection may be made to an IP address. */
export type Permits = (address: string) => boolean;

/** Names of networks are not as they should be. The message is one sentence for the operator. */
export class NetworkListError extends Error {
  override readonly name = 'NetworkListError';
}

/**
 * Permits public addresses, and those of the networks: addresses and ranges such as `10.1.0.0/16`, separated
 * by commas.
 * @throws NetworkListError
 */
export function permittedAddresses(networks: string): Permits {
  const names = networks.split(',').flatMap((name) => name.trim() || []);
  if (names.length === 0) return isPublicAddress;
  const allowed = new BlockList();
  for (const name of names) add(allowed, name);
  return (address) => isPublicAddress(address) || isIn(allowed, address);
}

function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  const inner = embeddedAddress(address);
  return inner === undefined ? list.check(address.replace(/%.*$/, ''), 'ipv6') : list.check(inner, 'ipv4');
}

function add(list: BlockList, name: string): void {
  const [network = '', bits, ...rest] = name.split('/');
  const version = isIP(network);
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  const numeric = bits === undefined || /^\d{1,3}$/.test(bits);
  if (version === 0 || rest.length > 0 || !numeric || prefix > most) {
    throw new NetworkListError(`"${name}" is no network; expected an address or a range such as 10.1.0.0/16`);
  }
  list.addSubnet(network, prefix, version === 4 ? 'ipv4' : 'ipv6');
}
