import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { isLoopback } from '../host/loopback.ts';

export interface AccessDecisionOptions {
  readonly mode: 'auto' | 'required' | 'none';
  /** Whether the keys are in a file, which is read at once, or in a database, which may not be there yet. */
  readonly embedded: boolean;
  /** Addresses that the service listens on, by their settings. */
  readonly hosts: Readonly<Record<'HOST' | 'METRICS_HOST', string>>;
}

/** How often a service without access control looks whether a key was made, in milliseconds. */
const lookMs = 10_000;

/** How soon it looks again when it could not, in milliseconds: it takes no requests before it knows. */
const retryMs = 1000;

const plugin: FastifyPluginAsync<AccessDecisionOptions> = async (app, { mode, embedded, hosts }) => {
  const { accessControl, keyStore, readiness } = app;
  if (mode === 'none') return accessControl.leaveOff();
  if (mode === 'required') return accessControl.turnOn();

  const decide = async () => {
    if (await keyStore.any()) accessControl.turnOn();
    else accessControl.leaveOff();
  };
  if (embedded) await decideAtOnce();
  else {
    app.addHook('onReady', (ready) => {
      app.storeOpened.then(decideInTime, () => undefined);
      ready();
    });
  }

  const reached = Object.entries(hosts).find(([, host]) => !isLoopback(host));
  if (reached) {
    app.addHook('onReady', async () => {
      if (accessControl.undecided) await app.storeOpened;
      await Promise.race([accessControl.decided, readiness.stopped]);
      if (readiness.obstacle === 'stopping') throw new Error('The service is closing');
      if (!accessControl.on) throw new Error(openToAll(reached));
    });
  }

  const timer = setInterval(() => {
    if (!accessControl.on) void decide().catch(failed);
  }, lookMs).unref();
  async function decideInTime(): Promise<void> {
    while (accessControl.undecided && readiness.obstacle !== 'stopping') {
      await decide().catch(failed);
      if (accessControl.undecided) await wait(retryMs, undefined, { ref: false });
    }
  }
  async function decideAtOnce(): Promise<void> {
    try {
      await decide();
    } catch (error) {
      // What the operator can do about it stands in the cause.
      throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
    }
  }
  function failed(error: unknown): void {
    app.log.warn({ err: error }, 'access control: the API keys can not be read');
  }
  accessControl.onSwitch(() => app.log.warn('access control is on: an API key was made'));
  app.addHook('onClose', async () => {
    clearInterval(timer);
  });
};

/**
 * Decides whether requests need a credential, and keeps a service that lets everybody in from listening to other
 * machines, unless that was asked for.
 */
export const accessDecision = fastifyPlugin(plugin, {
  name: 'access-decision',
  dependencies: ['authentication', 'health', 'schema-store'],
});

function openToAll([setting, host]: readonly [string, string]): string {
  return (
    `${setting} is ${host}, where other machines reach the service, and no credential is configured. Make an API key ` +
    '(schemagate keys create), or set OIDC_ISSUER; with AUTH=required it starts now and keys can be made later; ' +
    'AUTH=none lets everybody in'
  );
}
