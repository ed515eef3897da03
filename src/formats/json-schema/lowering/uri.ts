const uriParts = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/;

interface Uri {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
}

function parseUri(text: string): Uri {
  const [, scheme, authority, path = '', query] = uriParts.exec(text) ?? [];
  return { scheme, authority, path, query };
}

function printUri({ scheme, authority, path, query }: Uri): string {
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query ?? '')
  );
}

/**
 * Resolves a URI reference as RFC 3986 section 5.2 says; the result has no fragment. Unlike `URL`
 * it takes a relative base, which most schemas have.
 */
export function resolveUri(base: string, reference: string): string {
  const target = parseUri(reference);
  if (target.scheme !== undefined) {
    return printUri({ ...target, path: withoutDotSegments(target.path) });
  }
  const from = parseUri(base);
  const { scheme } = from;
  if (target.authority !== undefined) {
    return printUri({ ...target, scheme, path: withoutDotSegments(target.path) });
  }
  const { authority } = from;
  if (target.path === '') {
    return printUri({ ...from, query: target.query ?? from.query });
  }
  return printUri({
    scheme,
    authority,
    path: withoutDotSegments(mergedPath(from, target.path)),
    query: target.query,
  });
}

function mergedPath(base: Uri, path: string): string {
  if (path.startsWith('/')) {
    return path;
  }
  return base.authority !== undefined && base.path === ''
    ? `/${path}`
    : base.path.slice(0, base.path.lastIndexOf('/') + 1) + path;
}

function withoutDotSegments(path: string): string {
  if (!path.includes('.')) {
    return path;
  }
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') {
      if (kept.length > 1 || (kept.length === 1 && kept[0] !== '')) {
        kept.pop();
      }
    } else if (segment !== '.') {
      kept.push(segment);
      continue;
    }
    if (last) {
      kept.push('');
    }
  }
  return kept.join('/');
}

/** Splits a reference at its first `#`: the URI without the fragment, and the fragment decoded. */
export function splitFragment(reference: string): { uri: string; fragment: string } {
  const hash = reference.indexOf('#');
  return hash === -1
    ? { uri: reference, fragment: '' }
    : { uri: reference.slice(0, hash), fragment: percentDecoded(reference.slice(hash + 1)) };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is taken as itself.
    return text;
  }
}
