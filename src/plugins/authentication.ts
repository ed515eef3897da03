import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Call } from '../access/issuer-keys.ts';
import { KeyChanges } from '../access/key-changes.ts';
import type { KeyStore } from '../access/key-store.ts';
import { Keys } from '../access/keys.ts';
import { readNamedGrants } from '../access/named-grants.ts';
import { anonymous, type Principal } from '../access/principal.ts';
import { configuredKeyStore } from '../storage/configured-key-store.ts';
import type { StoreSettings } from '../storage/configured-store.ts';
import { AccessControl } from './authentication/access-control.ts';
import { AdministeredKeys } from './authentication/administered-keys.ts';
import { authenticateRequests } from './authentication/authenticate-requests.ts';
import { type CertificateReader, certificateReader } from './authentication/certificates.ts';
import { FailedAttempts } from './authentication/failed-attempts.ts';
import { identify } from './authentication/identify.ts';
import { KeyUses } from './authentication/key-uses.ts';
import { KnownCredentials } from './authentication/known-credentials.ts';
import { shownBy } from './authentication/shown-credential.ts';
import { configuredTokens, type TokenSettings } from './authentication/tokens.ts';
import { credentialVerifier } from './authentication/verifier.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly accessControl: AccessControl;
    readonly keys: AdministeredKeys;
    readonly keyStore: KeyStore;
    readonly keyChanges: KeyChanges;
    /**
     * Who sends a request, to whichever server, also where access control is off.
     * Rejects with a refusal when it shows a credential that is not good.
     */
    identify(request: FastifyRequest): Promise<Principal>;
  }
  interface FastifyRequest {
    /** Who sends it, as far as a credential proves it; anonymous when none came, or none is asked for. */
    readonly principal: Principal;
    /** Whom its credential is of; null for nobody. */
    authenticated: Principal | null;
  }
}

export interface AuthenticationOptions {
  readonly settings: AuthenticationSettings & StoreSettings;
  /** How to reach the issuer of tokens. */
  readonly fetch: Call;
  /** How soon the issuer is asked again for a key that is not known, in milliseconds. Default 30 000. */
  readonly issuerCooldownMs?: number;
}

export interface AuthenticationSettings extends TokenSettings {
  readonly AUTH: 'auto' | 'required' | 'none';
  readonly AUTH_CACHE_MS: number;
  readonly AUTH_OUTAGE_MS: number;
  readonly AUTH_FAILURES_MAX: number;
  readonly AUTH_FAILURES_WINDOW_MS: number;
  readonly TLS_CLIENT_AUTH: 'off' | 'optional' | 'required';
  readonly CLIENT_CERT_GRANTS: string;
}

/** Bound on the text of credentials remembered: some ten thousand keys, or a few thousand tokens. */
const rememberedCharacters = 4 * 1024 * 1024;

const plugin: FastifyPluginAsync<AuthenticationOptions> = async (
  app,
  { settings, fetch, issuerCooldownMs },
) => {
  const keyStore = await configuredKeyStore(settings);
  const verifyToken = await configuredTokens(settings, fetch, issuerCooldownMs);
  const ofCertificate = configuredCertificates(settings);
  const control = new AccessControl();
  const uses = new KeyUses(keyStore);
  const credentials = new KnownCredentials({
    verify: credentialVerifier({ keyStore, uses, verifyToken }),
    trustMs: settings.AUTH_CACHE_MS,
    outageMs: settings.AUTH_OUTAGE_MS,
    maxCharacters: rememberedCharacters,
  });
  const failures = new FailedAttempts({
    max: settings.AUTH_FAILURES_MAX,
    windowMs: settings.AUTH_FAILURES_WINDOW_MS,
  });
  const parts = { credentials, failures, audit: app.audit };

  app.decorate('accessControl', control);
  const keyChanges = new KeyChanges();
  app.decorate('keyStore', keyStore);
  app.decorate('keyChanges', keyChanges);
  app.decorate(
    'keys',
    new AdministeredKeys({
      keys: new Keys(keyStore, Date.now),
      audit: app.audit,
      onChange(change, id) {
        credentials.forget();
        keyChanges.leaveOut(id);
        if (change === 'created' && settings.AUTH === 'auto') control.turnOn();
      },
    }),
  );
  app.decorateRequest('authenticated', null);
  app.decorateRequest('principal', {
    getter(this: FastifyRequest) {
      return this.authenticated ?? anonymous;
    },
  });
  app.decorate('identify', async (request: FastifyRequest) => {
    const shown = shownBy(request);
    if (shown === undefined) return ofCertificate?.(request) ?? anonymous;
    return credentials.find(shown, Date.now()) ?? identify(request, shown, parts);
  });
  app.addHook('onClose', async () => {
    await uses.close();
    await keyStore.close();
  });
  app.quickLane?.admit('authentication', (request) => {
    if (!control.on) return true;
    const shown = shownBy(request);
    if (shown === undefined) return false;
    request.authenticated = credentials.find(shown, request.now) ?? null;
    return request.authenticated !== null;
  });
  if (settings.AUTH === 'none') return;
  if (verifyToken !== undefined || ofCertificate !== undefined) control.turnOn();

  authenticateRequests(app, { ...parts, control, ofCertificate });
};

function configuredCertificates(settings: AuthenticationSettings): CertificateReader | undefined {
  if (settings.TLS_CLIENT_AUTH === 'off') return undefined;
  return certificateReader(readNamedGrants('CLIENT_CERT_GRANTS', settings.CLIENT_CERT_GRANTS));
}

/**
 * Finds out who sends a request, by an API key, a token or a client certificate, and refuses credentials that
 * are not good. What a principal may do is decided elsewhere.
 */
export const authentication = fastifyPlugin(plugin, {
  name: 'authentication',
  dependencies: ['audit'],
});
