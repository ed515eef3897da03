import type { RawRequestDefaultExpression } from 'fastify';

/** `/contexts/.` or `/contexts/:.:` before a resource of the default context, the only one there is. */
const prefix = /^\/contexts\/(?:\.|:\.:?|%3A\.(?:%3A)?)(?=\/.)/i;

/** The address without the default context's prefix, which may stand before every path of the API. */
export function withoutDefaultContext({ url = '/' }: RawRequestDefaultExpression): string {
  return url.startsWith('/contexts/') ? url.replace(prefix, '') : url;
}
