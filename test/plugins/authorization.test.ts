import Fastify, { type FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { expect, it } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import { AccessControl } from '../../src/plugins/authentication/access-control.ts';
import { authorization } from '../../src/plugins/authorization.ts';
import { errors } from '../../src/plugins/errors.ts';
import { auditInto, RecordingTrail } from '../helpers/recording-trail.ts';

const reader: Principal = {
  kind: 'key',
  id: 'r',
  name: 'reader',
  grants: [{ role: 'reader', subjects: 'own.' }],
};

/** An app where everybody is the reader, and its audit trail. */
async function guardedApp(on: boolean): Promise<{ app: FastifyInstance; trail: RecordingTrail }> {
  const trail = new RecordingTrail();
  const app = Fastify();
  const accessControl = new AccessControl();
  if (on) accessControl.turnOn();
  else accessControl.leaveOff();
  const authentication = fastifyPlugin(
    (scope: FastifyInstance, _options: object, done: () => void) => {
      scope.decorate('accessControl', accessControl);
      scope.decorateRequest('authenticated', null);
      scope.decorateRequest('principal', { getter: () => reader });
      done();
    },
    { name: 'authentication' },
  );
  await app.register(errors);
  await app.register(auditInto(trail));
  await app.register(authentication);
  await app.register(authorization);
  return { app, trail };
}

it('refuses to serve a route that does not say what it needs', async () => {
  const { app } = await guardedApp(true);
  const silent = { config: { plainJson: true } as never };
  expect(() => app.get('/silent', silent, () => 'x')).toThrow('GET /silent does not say what it needs');
  expect(() => app.get('/silent', () => 'x')).toThrow('GET /silent does not say what it needs');
});

it('lets a scope speak for routes that other packages declare', async () => {
  const { app } = await guardedApp(true);
  await app.register(async (scope) => {
    scope.decorate('foreignRoutesNeed', { action: 'metrics' });
    scope.get('/foreign', () => 'x');
    scope.get('/spoken', { config: { access: { action: 'public' } } }, () => 'x');
  });
  expect((await app.inject('/foreign')).statusCode).toBe(403);
  expect((await app.inject('/spoken')).statusCode).toBe(200);
  expect([...app.routeNeeds]).toContainEqual(['GET /foreign', { action: 'metrics' }]);
});

it('bounds requests while access control is on, and leaves them alone while it is off', async () => {
  for (const on of [true, false]) {
    const { app, trail } = await guardedApp(on);
    const config = { access: { action: 'read', subject: 'path' } } as const;
    app.get('/:subject', { config }, ({ bounds }) => ({ prefixes: bounds?.read.prefixes ?? 'all' }));
    expect((await app.inject('/other')).json()).toEqual({ prefixes: on ? ['own.'] : 'all' });
    expect(trail.events.map(({ details }) => details)).toEqual(
      on ? [{ reason: 'hidden', method: 'GET', route: '/:subject', subject: 'other' }] : [],
    );
    await app.close();
  }
});
