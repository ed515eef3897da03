import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGuardedService } from '../helpers/guarded-service.ts';
import { objectLevelAuthorization } from './owasp/01-object-level-authorization.ts';
import { authentication } from './owasp/02-authentication.ts';
import { propertyLevelAuthorization } from './owasp/03-property-level-authorization.ts';
import { resourceConsumption } from './owasp/04-resource-consumption.ts';
import { functionLevelAuthorization } from './owasp/05-function-level-authorization.ts';
import { sensitiveFlows } from './owasp/06-sensitive-flows.ts';
import { requestForgery } from './owasp/07-request-forgery.ts';
import { misconfiguration } from './owasp/08-misconfiguration.ts';
import { inventory } from './owasp/09-inventory.ts';
import { unsafeConsumption } from './owasp/10-unsafe-consumption.ts';
import type { Attempts, World } from './owasp/world.ts';

// OWASP API Security Top 10, 2023 edition: https://owasp.org/API-Security/editions/2023/en/0x11-t10/
const asked: string[] = [];
const attacker = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('{"keys":"none of your business"}');
});
let world: World;

beforeAll(async () => {
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  const grants = ['reader:own.', 'writer:own.', 'admin:own.', 'reader', 'admin', 'metrics'];
  const service = await startGuardedService(grants, {
    AUTH_FAILURES_MAX: '12',
    OIDC_ISSUER: url,
    OIDC_AUDIENCE: 'schemagate',
    OIDC_JWKS_URI: `${url}/jwks`,
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
  });
  const own = await service.register('own.a', { title: 'own' });
  const other = await service.register('other.a', { title: 'secret of others' });
  const shared = await service.register('own.shared', { title: 'shared' });
  await service.register('other.shared', { title: 'shared' });
  await service.register('own.refers', { $ref: 'x' }, [{ name: 'x', subject: 'other.a', version: 1 }]);
  await service.register('other.refers', { $ref: 'x' }, [{ name: 'x', subject: 'own.a', version: 1 }]);
  await service.app.registry.updateConfig('other.a', { compatibility: 'FULL' });
  await service.app.registry.updateMode('other.a', 'READONLY');
  const { guid } = (await service.app.registry.getVersion('other.a', 'latest', { deleted: false })).schema;
  // Whoever is behind one address with an attacker must not be locked out, so that keys are known before.
  for (const grant of grants) await service.ask(grant, 'GET', '/subjects');
  world = { service, ids: { own, other, shared }, otherGuid: guid, attacker: { url, asked } };
});
afterAll(async () => {
  await world.service.close();
  attacker.close();
});

const ten: readonly (readonly [string, Attempts])[] = [
  ['API1 broken object level authorization', objectLevelAuthorization],
  ['API3 broken object property level authorization', propertyLevelAuthorization],
  ['API4 unrestricted resource consumption', resourceConsumption],
  ['API5 broken function level authorization', functionLevelAuthorization],
  ['API6 unrestricted access to sensitive business flows', sensitiveFlows],
  ['API7 server side request forgery', requestForgery],
  ['API8 security misconfiguration', misconfiguration],
  ['API9 improper inventory management', inventory],
  ['API10 unsafe consumption of APIs', unsafeConsumption],
  // Last, since it ends with the attacker's address shut out.
  ['API2 broken authentication', authentication],
];
describe.each(ten)('%s', (_title, attempts) => {
  attempts(() => world);
});

it('is told of in docs/security.md, each of the ten with its file', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  const files = readdirSync('test/security/owasp').filter((file) => /^\d/.test(file));
  expect(files.filter((file) => page.includes(file))).toEqual(files);
  expect(files.length).toBe(ten.length);
});
