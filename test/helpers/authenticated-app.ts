import Fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { Keys } from '../../src/access/keys.ts';
import type { AuditEvent } from '../../src/audit/event.ts';
import { loadConfig } from '../../src/config.ts';
import { type AuthenticationOptions, authentication } from '../../src/plugins/authentication.ts';
import { errors } from '../../src/plugins/errors.ts';
import { auditInto, RecordingTrail } from './recording-trail.ts';
import { temporaryDirectory } from './temporary-directory.ts';

type Headers = Readonly<Record<string, string>>;

/** A service that tells who asks, and nothing else. */
export interface AuthenticatedApp {
  readonly app: FastifyInstance;
  /** Keys as another process has them, which tells this one nothing. */
  readonly keys: Keys;
  /** What was audited. */
  readonly events: AuditEvent[];
  /** Asks who asks: the status, and the principal or the refusal. */
  readonly ask: (
    headers?: Headers,
    path?: string,
  ) => Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
}

/** Access control is on in it, unless it shall be undecided; `settings` go over the defaults. */
export async function authenticatedApp(
  settings: Readonly<Record<string, string>> = {},
  more: Partial<AuthenticationOptions> & { readonly server?: object; readonly on?: boolean } = {},
): Promise<AuthenticatedApp> {
  const loaded = loadConfig({ DATA_DIR: temporaryDirectory(), AUTH: 'required', ...settings });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const trail = new RecordingTrail();
  const { server = {}, on = true, ...options } = more;
  const app = Fastify({ trustProxy: true, ...server });
  await app.register(errors);
  await app.register(auditInto(trail));
  await app.register(authentication, { settings: loaded.config, fetch, ...options });
  if (on) app.accessControl.turnOn();
  for (const path of ['/', '/health/live']) app.get(path, (request) => request.principal);
  app.get('/identify', (request) => app.identify(request));
  onTestFinished(() => app.close());
  return {
    app,
    keys: new Keys(app.keyStore, Date.now),
    events: trail.events,
    async ask(headers = {}, path = '/') {
      const response = await app.inject({ url: path, headers });
      return { status: response.statusCode, body: response.json(), headers: response.headers as Headers };
    },
  };
}
