import type { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { certificatePrincipal } from '../../access/certificate.ts';
import type { NamedGrants } from '../../access/named-grants.ts';
import type { Principal } from '../../access/principal.ts';

/** Whom the certificate of a request's connection is of; null without one that was verified. */
export type CertificateReader = (request: FastifyRequest) => Principal | null;

/** Reads the certificate of each connection once. */
export function certificateReader(named: NamedGrants): CertificateReader {
  const known = new WeakMap<object, Principal | null>();
  return ({ raw }) => {
    const socket = raw.socket as Partial<TLSSocket>;
    // Each request of HTTP/2 has a stand-in for the socket of its own.
    const connection = (raw as { readonly stream?: { readonly session?: object } }).stream?.session ?? socket;
    const found = known.get(connection);
    if (found !== undefined) return found;
    const principal = socket.authorized === true ? principalAt(socket, named) : null;
    known.set(connection, principal);
    return principal;
  };
}

function principalAt(socket: Partial<TLSSocket>, named: NamedGrants): Principal | null {
  const certificate = socket.getPeerCertificate?.();
  // An empty object stands for none.
  if (certificate?.subject === undefined) return null;
  return certificatePrincipal(certificate, named);
}
