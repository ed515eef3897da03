import { requestBytes } from '../raw-http.ts';
import { type Attack, sendOnce, unlessStatus } from './attack.ts';

/** Text in places where a careless service would take it for more than text. */
export const injection: readonly Attack[] = [
  {
    name: 'path traversal',
    expected: '4xx, no file',
    async run({ port }) {
      const paths = [
        '/docs/static/../../../../../../etc/passwd',
        '/docs/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
        '/docs/static/..%2f..%2f..%2f..%2fetc%2fpasswd',
        '/..%5c..%5c/etc/passwd',
        '/subjects/..%2f..%2fetc%2fpasswd/versions',
      ];
      const problems = await Promise.all(
        paths.map(async (path) => {
          const answer = await sendOnce(port, requestBytes(`GET ${path}`));
          const leaked = answer.body.includes('root:') ? [`${path}: a file of the system`] : [];
          return [...leaked, ...unlessStatus(path, answer, 400, 403, 404, 405)];
        }),
      );
      return problems.flat();
    },
  },
  {
    name: 'CRLF',
    expected: '4xx, no header of theirs',
    async run({ port }) {
      const line = 'a%0d%0aX-Injected:%20yes%0d%0a';
      const problems = await Promise.all(
        [`GET /subjects/${line}/versions`, `GET /schemas/ids/${line}`, `GET /${line}`].map(
          async (request) => {
            const answer = await sendOnce(port, requestBytes(request, ['X-Request-ID: a\x01b']));
            const injected = 'x-injected' in answer.headers ? [`${request}: a header`] : [];
            return [...injected, ...unlessStatus(request, answer, 400, 404, 422)];
          },
        ),
      );
      return problems.flat();
    },
  },
  {
    name: 'prototype pollution',
    expected: 'taken as names, without effect',
    async run({ port }) {
      const json = 'Content-Type: application/json';
      const before = await sendOnce(port, requestBytes('GET /config'));
      const bodies = [
        '{"__proto__":{"compatibility":"NONE","compatibilityLevel":"NONE"}}',
        '{"constructor":{"prototype":{"compatibilityLevel":"NONE"}}}',
        '{"defaultMetadata":{"properties":{"__proto__":"x"}}}',
      ];
      for (const body of bodies) await sendOnce(port, requestBytes('PUT /config/polluted', [json], body));
      const after = await sendOnce(port, requestBytes('GET /config'));
      const other = await sendOnce(port, requestBytes('GET /config/other?defaultToGlobal=true'));
      const root = await sendOnce(port, requestBytes('GET /'));
      return [
        ...(after.body === before.body && other.body === before.body ? [] : ['the global config changed']),
        ...(root.body === '{}' ? [] : ['all objects changed']),
      ];
    },
  },
];
