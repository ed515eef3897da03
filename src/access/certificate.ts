import { grantsOf, type NamedGrants } from './named-grants.ts';
import type { Principal } from './principal.ts';

/** What Node tells of a certificate that was verified. */
export interface ClientCertificate {
  /** Attributes of its subject; several of one kind are a list. */
  readonly subject: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Such as `DNS:orders.svc, URI:spiffe://example.org/orders`. */
  readonly subjectaltname?: string | undefined;
}

/** Whom a certificate is of. Its names, any of which may be granted something, are as `certificateNames` has them. */
export function certificatePrincipal(certificate: ClientCertificate, named: NamedGrants): Principal {
  const names = certificateNames(certificate);
  const [id = ''] = names;
  const common = names.find((name) => name.startsWith('CN='))?.slice('CN='.length);
  return { kind: 'certificate', id, name: common ?? id, grants: grantsOf(names, named) };
}

/** The whole subject, `CN=orders,O=Example`, then each of its attributes, `CN=orders`, then each alternative name. */
function certificateNames({ subject, subjectaltname = '' }: ClientCertificate): readonly string[] {
  const attributes = Object.entries(subject).flatMap(([kind, value = []]) =>
    [value].flat().map((each) => `${kind}=${escaped(each)}`),
  );
  // Node quotes names with characters that could be taken for the next name: those are nobody's.
  const alternatives = subjectaltname.includes('"') ? [] : subjectaltname.split(', ').filter(Boolean);
  const whole = attributes.join(',');
  return [...(whole === '' ? [] : [whole]), ...attributes, ...alternatives];
}

/** As in RFC 4514: a name with a comma must not read as two attributes. */
function escaped(value: string): string {
  return value.replaceAll(/[,+"\\<>;]/g, '\\$&');
}
