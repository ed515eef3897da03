import { gzipSync } from 'node:zlib';
import { requestBytes } from '../raw-http.ts';
import { type Attack, sendOnce, unlessStatus } from './attack.ts';

const json = 'Content-Type: application/json';
const mebibyte = 1024 * 1024;

/** Each must be refused. */
export const floods: readonly Attack[] = [
  {
    name: 'compression bomb',
    expected: '415',
    async run({ port }) {
      const bomb = gzipSync(Buffer.alloc(64 * mebibyte));
      const request = requestBytes('POST /subjects/a/versions', [json, 'Content-Encoding: gzip'], bomb);
      return unlessStatus('64 MiB in 64 KiB', await sendOnce(port, request), 415);
    },
  },
  {
    name: 'header flood',
    expected: '431, 414',
    async run({ port }) {
      const many = Array.from({ length: 500 }, (_none, index) => `H${index}: a`);
      return [
        ...unlessStatus('many', await sendOnce(port, requestBytes('GET /', many)), 431),
        ...unlessStatus(
          'long',
          await sendOnce(port, requestBytes('GET /', [`H: ${'a'.repeat(64_000)}`])),
          431,
        ),
        ...unlessStatus('target', await sendOnce(port, requestBytes(`GET /${'a'.repeat(13_000)}`)), 414),
      ];
    },
  },
  {
    name: 'huge batches',
    expected: '413, 400, 422',
    async run({ port }) {
      const post = async (body: string) =>
        await sendOnce(port, requestBytes('POST /subjects/a/versions', [json], body));
      const registrations = `[${Array.from({ length: 20_000 }, () => '{"schema":"{}"}').join()}]`;
      return [
        ...unlessStatus('2 MiB', await post(' '.repeat(2 * mebibyte)), 413),
        ...unlessStatus('20 000 registrations', await post(registrations), 400, 422),
      ];
    },
  },
  {
    name: 'hash flooding',
    expected: 'refused or answered in time',
    async run({ port }) {
      // Numbers as names are the ones whose hash does not depend on a seed.
      const keys = Array.from({ length: 30_000 }, (_none, index) => `"${index * 65_536}":1`).join();
      const request = requestBytes('PUT /config', [json], `{${keys}}`);
      return unlessStatus('colliding names', await sendOnce(port, request), 200, 400, 422);
    },
  },
  {
    name: 'hostile schemas',
    expected: '422, 409 or taken, never 5xx',
    async run({ port }) {
      const register = async (schema: string) => {
        const body = JSON.stringify({ schemaType: 'JSON', schema });
        return await sendOnce(port, requestBytes('POST /subjects/hostile/versions', [json], body));
      };
      const pattern = JSON.stringify({ type: 'string', pattern: '^(a+)+$' });
      const circle = JSON.stringify({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } });
      return [
        ...unlessStatus('100 000 deep', await register('{"not":'.repeat(100_000)), 422),
        ...unlessStatus('a pattern that backtracks', await register(pattern), 200, 409, 422),
        ...unlessStatus('a reference to itself', await register(circle), 200, 409, 422),
      ];
    },
  },
];
