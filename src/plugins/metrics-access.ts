import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Principal } from '../access/principal.ts';
import { rightsOf } from '../access/rights.ts';
import { refusals } from '../registry/refusals.ts';
import { credentialMissing } from './authentication/refusals.ts';

export interface MetricsAccessOptions {
  /** See `FastifyInstance.identify` of the API. */
  readonly identify: (request: FastifyRequest) => Promise<Principal>;
}

const plugin: FastifyPluginCallback<MetricsAccessOptions> = (app, { identify }, done) => {
  app.addHook('onRequest', async (request) => {
    const principal = await identify(request);
    if (principal.kind === 'anonymous') throw credentialMissing();
    if (!rightsOf(principal).metrics) throw refusals.forbidden(undefined);
  });
  done();
};

/** Lets those alone see the metrics who have that role, or are admins. */
export const metricsAccess = fastifyPlugin(plugin, { name: 'metrics-access' });
