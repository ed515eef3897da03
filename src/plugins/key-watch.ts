import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { grantText } from '../access/grant-text.ts';
import { noTrail } from '../audit/no-trail.ts';

/** How often it looks, in milliseconds. */
const lookMs = 10_000;

const plugin: FastifyPluginCallback = (app, _options, done) => {
  const { audit, keyStore, keyChanges } = app;
  done();
  if (audit === noTrail) return;

  async function look(): Promise<void> {
    for (const { change, key } of keyChanges.find(await keyStore.list())) {
      const { id, name, grants } = key;
      const details = { id, name, grants: grants.map(grantText), by: 'the command line or another replica' };
      audit.record({ event: `key.${change}`, outcome: 'success', actor: 'system', details });
    }
  }
  const begin = () => look().catch(() => undefined);
  const timer = setInterval(() => void begin(), lookMs).unref();
  app.addHook('onReady', (ready) => {
    app.storeOpened.then(begin, () => undefined);
    ready();
  });
  app.addHook('onClose', async () => clearInterval(timer));
};

/**
 * Records in the audit trail what others did to API keys while this service ran. Keys that can't be read now are
 * compared the next time.
 */
export const keyWatch = fastifyPlugin(plugin, {
  name: 'key-watch',
  dependencies: ['authentication', 'audit', 'schema-store'],
});
