import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { readEndpoints } from '../webhooks/endpoint.ts';
import { HttpError } from './http-error.ts';
import type { Webhooks, WebhooksOptions } from './webhooks/webhooks.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly webhooks: Webhooks;
  }
}

const plugin: FastifyPluginAsync<WebhooksOptions> = async (app, { endpoints: setting, ...options }) => {
  const endpoints = readEndpoints(setting);
  if (endpoints.length === 0) {
    const refuse = async () => Promise.reject(new HttpError(404, 'There are no webhooks; see WEBHOOKS'));
    app.decorate('webhooks', { deadLetters: refuse, replay: refuse });
    return;
  }
  // Only with somebody to tell are these needed.
  const { ConfiguredWebhooks } = await import('./webhooks/configured-webhooks.ts');
  const webhooks = new ConfiguredWebhooks({ ...options, endpoints }, app);
  app.decorate('webhooks', webhooks);
  app.addHook('onClose', () => webhooks.close());
};

/** Tells endpoints of what happens to the registry: see docs/webhooks.md. Without endpoints it costs nothing. */
export const webhooks = fastifyPlugin(plugin, {
  name: 'webhooks',
  dependencies: ['schema-store', 'outbound', 'metrics', 'audit'],
});
