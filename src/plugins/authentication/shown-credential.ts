import type { FastifyRequest } from 'fastify';

/** The header in which a request shows a credential, as it came; undefined when it shows none. */
export function shownBy({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const shown = headers.authorization ?? headers['x-api-key'];
  return typeof shown === 'string' ? shown : undefined;
}
