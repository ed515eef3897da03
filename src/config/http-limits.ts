import { Type } from '../typebox.ts';

/** What one client or connection may ask of the HTTP server, before any route is asked. */
export const httpLimitSettings = {
  URL_LIMIT_BYTES: Type.Integer({
    default: 12_288,
    minimum: 1,
    description: 'Longest target of a request, in bytes. A longer one gets 414.',
  }),
  HEADER_LIMIT_BYTES: Type.Integer({
    default: 16_384,
    minimum: 1024,
    description: 'Headers of a request together with its target, in bytes. More get 431.',
  }),
  HEADER_LIMIT_COUNT: Type.Integer({
    default: 100,
    minimum: 1,
    description: 'Headers of a request. More get 431.',
  }),
  MAX_CONNECTIONS: Type.Integer({
    default: 20_000,
    minimum: 0,
    description: 'Connections open at a time; further ones are closed at once. 0: no limit.',
  }),
  TIMEOUT_CHECK_INTERVAL_MS: Type.Integer({
    default: 1000,
    minimum: 1,
    description:
      'How often to look for requests over `REQUEST_TIMEOUT_MS` or `HEADERS_TIMEOUT_MS`, in milliseconds.',
  }),
};
