import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { globalScope } from '../../../src/registry/settings.ts';
import { httpPort } from '../../../src/schema-tree/http-port.ts';
import { Refusal } from '../../../src/schema-tree/port.ts';

/** A port to a server that answers as told. */
async function portTo(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  credential?: string,
) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return httpPort(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, credential);
}

it('asks a server that answers a registration with the id alone for the version', async () => {
  const asked: string[] = [];
  const port = await portTo((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(request.url?.endsWith('/versions') ? '{"id":7}' : '{"subject":"a/b","version":3,"id":7}');
  });
  expect(await port.register('a/b', { schema: '{}' })).toBe(3);
  expect(asked).toEqual(['POST /subjects/a%2Fb/versions', 'POST /subjects/a%2Fb']);
});

it('reads what servers of other makes leave out as they mean it', async () => {
  const port = await portTo((request, response) => {
    response.end(
      request.url?.includes('/versions?')
        ? '[1,-2,3]'
        : JSON.stringify({
            subject: request.url?.includes('/3') ? 'other' : 's',
            version: Number(request.url?.match(/\d+/)?.[0]),
            id: 4,
            schema: '"int"',
            metadata: null,
          }),
    );
  });
  const schema = { id: 4, schemaType: 'AVRO', text: '"int"', references: [] };
  expect(await port.versions('s')).toEqual([
    { subject: 's', version: 1, id: 4, deleted: false, timestamp: 0, schema },
    { subject: 's', version: 2, id: 4, deleted: true, timestamp: 0, schema },
  ]);
});

it('takes what is not there for none, and other refusals for what they say', async () => {
  const answers = new Map([
    ['GET /config', [404, '{"error_code":40408,"message":"none"}']],
    ['GET /mode', [404, 'no page']],
    ['DELETE /config', [404, '{"error_code":40401,"message":"not found"}']],
    ['PUT /mode', [422, 'not JSON']],
    ['GET /subjects', [503, '{"error_code":50001,"message":"away"}']],
    ['DELETE /mode', [502, '']],
  ] as const);
  const port = await portTo((request, response) => {
    const [status, body] = answers.get(`${request.method} ${request.url}` as 'GET /mode') ?? [500, ''];
    response.writeHead(status).end(body);
  });
  expect(await port.settings(globalScope)).toEqual({ config: undefined, mode: undefined });
  await expect(port.setConfig(globalScope, undefined)).rejects.toThrow(new Refusal('not found'));
  await expect(port.setMode(globalScope, 'READONLY')).rejects.toThrow(
    new Refusal('422 Unprocessable Entity'),
  );
  await expect(port.liveSubjects()).rejects.toThrow(/^GET http.*\/subjects: away$/);
  await expect(port.setMode(globalScope, undefined)).rejects.toThrow(/502/);
});

it.each(['', '.', '..'])('never takes global settings for those of subject "%s"', async (subject) => {
  const asked: unknown[] = [];
  const port = await portTo((request, response) => {
    asked.push(request.url);
    response.end('{"compatibilityLevel":"FULL","mode":"READONLY"}');
  });
  const scope = { kind: 'subject', subject } as const;
  expect(await port.settings(scope)).toEqual({ config: undefined, mode: undefined });
  await expect(port.setConfig(scope, { normalize: true })).rejects.toThrow(Refusal);
  await expect(port.setMode(scope, undefined)).rejects.toThrow(
    'no URL can name the settings of this subject',
  );
  expect(asked).toEqual([]);
});

it('says that a server can not be reached, and why', async () => {
  const port = httpPort('http://127.0.0.1:1');
  await expect(port.liveSubjects()).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1 can't be reached: .*(ECONNREFUSED|bad port)/,
  );
});

it.each([
  [undefined, undefined],
  ['', undefined],
  ['sgk_a_b', 'Bearer sgk_a_b'],
  ['user:pass:word', 'Basic dXNlcjpwYXNzOndvcmQ='],
])('shows the credential %j as %j', async (credential, expected) => {
  const shown: (string | undefined)[] = [];
  const port = await portTo((request, response) => {
    shown.push(request.headers.authorization);
    response.end('[]');
  }, credential);
  await port.liveSubjects();
  expect(shown).toEqual([expected]);
});
